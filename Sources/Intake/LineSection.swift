import Sigma

/// Some lines of a body, taken apart.
struct LineSection {
    struct Line {
        let number: Int
        let content: Content
    }

    enum Content {
        case json(JSONBlock.Place)
        case plain(String)
        /// As much of it as is kept.
        case unparsed(String)
    }

    let block: JSONBlock
    /// Without blank ones.
    let lines: [Line]
    let problems: [NDJSON.LineProblem]
    /// The number of the line that follows.
    let nextLine: Int

    /// Bytes of memory.
    var size: Int { block.size + lines.capacity * MemoryLayout<Line>.stride }

    /// - Parameter firstLine: the number of the first line in its body.
    init(_ bytes: ArraySlice<UInt8>, firstLine: Int = 1) {
        var builder = JSONBlock.Builder(copying: bytes)
        var lines: [Line] = []
        lines.reserveCapacity(bytes.count / 128)
        var problems: [NDJSON.LineProblem] = []
        var start = 0
        var number = firstLine
        func keep(_ content: Content) { lines.append(Line(number: number, content: content)) }
        while start < builder.count {
            let end = builder.lineEnd(from: start)
            let line = LineSection.trimmed(start..<end, in: builder)
            defer { (start, number) = (end + 1, number + 1) }
            guard let first = builder[line].first(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            if line.count > NDJSON.lineMax {
                let reason = "the line has \(line.count) bytes; at most \(NDJSON.lineMax) are read"
                problems.append(NDJSON.LineProblem(line: number, reason: reason))
                keep(.unparsed(String(decoding: builder[line].prefix(NDJSON.lineMax), as: UTF8.self)))
            } else if first == UInt8(ascii: "{") {
                do throws(JSONProblem) {
                    keep(.json(try builder.scan(line)))
                } catch {
                    problems.append(NDJSON.LineProblem(line: number, reason: error.description))
                    keep(.unparsed(String(decoding: builder[line], as: UTF8.self)))
                }
            } else {
                keep(.plain(String(decoding: builder[line], as: UTF8.self)))
            }
        }
        (self.lines, self.problems, nextLine) = (lines, problems, number)
        block = builder.finish()
    }

    private static func trimmed(_ line: Range<Int>, in builder: borrowing JSONBlock.Builder) -> Range<Int> {
        builder[line].last == 0x0d ? line.lowerBound..<line.upperBound - 1 : line
    }
}

/// Cuts a body between lines into sections, so small that each fits a processor's cache with all that is made of it, and
/// finds its memory where the one before left it.
struct LineSections: Sequence, IteratorProtocol {
    static let size = 24 * 1024

    private var rest: ArraySlice<UInt8>

    /// - Parameter lines: whole lines from the midst of a body.
    init(lines: ArraySlice<UInt8>) { rest = lines }

    init(_ body: [UInt8]) {
        // Some senders begin with a byte order mark, which belongs to no line.
        rest = body.starts(with: [0xef, 0xbb, 0xbf]) ? body.dropFirst(3) : body[...]
    }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        var section = rest.prefix(Self.size)
        if let end = section.lastIndex(of: 0x0a) ?? rest.dropFirst(section.count).firstIndex(of: 0x0a) {
            section = rest[rest.startIndex...end]
        } else {
            section = rest
        }
        rest = rest[section.endIndex...]
        return section
    }
}
