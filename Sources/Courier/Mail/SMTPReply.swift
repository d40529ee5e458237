/// A server's answer (RFC 5321 section 4.2).
struct SMTPReply: Equatable {
    let code: Int
    let lines: [String]

    var isPositive: Bool { code / 100 == 2 }
    var isPermanentRefusal: Bool { code / 100 == 5 }
    var text: String { lines.count == 1 ? lines[0] : lines.joined(separator: " ") }
}

/// Collects bytes into replies.
struct SMTPReplyReader {
    /// Bytes of one line, and lines of one reply. The standard says 512 and leaves the lines open; servers that pass
    /// these bounds are out of order and must not fill our memory.
    static let lineLengthMax = 4096
    static let lineCountMax = 100

    private var buffer: [UInt8] = []
    /// Where what has not been read begins.
    private var start = 0
    private var lines: [String] = []
    private var code: Int?

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        }
        buffer += bytes
    }

    /// Forgets whatever arrived and was not read: clear text must not be taken for words said under TLS.
    mutating func discard() { self = SMTPReplyReader() }

    /// The next whole reply, or nil until more bytes arrive. After an error the stream makes no sense any more.
    mutating func next() throws(Fault) -> SMTPReply? {
        while let end = buffer[start...].firstIndex(of: ASCII.lineFeed) {
            var line = buffer[start..<end]
            start = end + 1
            if line.last == ASCII.carriageReturn { line.removeLast() }
            if let reply = try take(line) { return reply }
        }
        guard buffer.count - start <= Self.lineLengthMax else { throw .lineTooLong }
        return nil
    }

    private mutating func take(_ line: ArraySlice<UInt8>) throws(Fault) -> SMTPReply? {
        guard line.count <= Self.lineLengthMax else { throw .lineTooLong }
        guard lines.count < Self.lineCountMax else { throw .tooManyLines }
        let separator = line.dropFirst(3).first ?? ASCII.space
        guard let lineCode = Self.code(of: line), (200...599).contains(lineCode), code ?? lineCode == lineCode,
            separator == ASCII.space || separator == UInt8(ascii: "-")
        else { throw .notAReply }
        lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        code = lineCode
        guard separator == ASCII.space else { return nil }
        defer { (lines, code) = ([], nil) }
        return SMTPReply(code: lineCode, lines: lines)
    }

    private static func code(of line: ArraySlice<UInt8>) -> Int? {
        guard line.count >= 3 else { return nil }
        var code = 0
        for byte in line.prefix(3) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            code = code * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return code
    }

    enum Fault: Error {
        case lineTooLong, tooManyLines, notAReply

        var text: String {
            switch self {
            case .lineTooLong: "the server sent a line of more than \(SMTPReplyReader.lineLengthMax) bytes"
            case .tooManyLines: "the server sent a reply of more than \(SMTPReplyReader.lineCountMax) lines"
            case .notAReply: "the server sent something that is no SMTP reply"
            }
        }
    }
}
