import Sigma

/// Walks over JSON and names the place of every text and number in it, one after the other. Reads on behind what is broken:
/// in lines of JSON, each line that begins a value starts afresh.
struct MemberScanner {
    struct Member {
        /// The names from the outermost object on, joined by dots; a list's members have the list's.
        let path: String
        /// With its quotes.
        let value: Range<Int>
    }

    private static let depthMax = 64

    private let bytes: [UInt8]
    private let paths: (_ name: String, _ map: String?) -> String?
    private var position = 0
    private var open: [Bracket] = []
    /// Brackets beyond the depth that is looked at.
    private var beyond = 0

    /// Paths are nil where nobody asks for them.
    private struct Bracket {
        /// Of the object or list itself.
        let path: String?
        /// Of its member at hand; a list's members have the list's.
        var member: String?
    }

    /// - Parameter paths: where the member of that name stands of a map that stands there; nil to pass over it.
    init(_ bytes: [UInt8], paths: @escaping (_ name: String, _ map: String?) -> String?) {
        (self.bytes, self.paths) = (bytes, paths)
    }

    mutating func next() -> Member? {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\n"):
                position += 1
                // Within a value, lines are indented or close something.
                if position < bytes.count, bytes[position] == UInt8(ascii: "{") { (open, beyond) = ([], 0) }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if open.count < Self.depthMax {
                    let path = open.isEmpty ? "" : open[open.count - 1].member
                    open.append(Bracket(path: path, member: path))
                } else {
                    beyond += 1
                }
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if beyond > 0 { beyond -= 1 } else { _ = open.popLast() }
                position += 1
            case UInt8(ascii: "\""):
                let string = string()
                if isName() { name(string) } else if let member = member(string) { return member }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = position
                while position < bytes.count, isNumeric(bytes[position]) { position += 1 }
                if let member = member(start..<position) { return member }
            default: position += 1
            }
        }
        return nil
    }

    private func member(_ value: Range<Int>) -> Member? {
        guard beyond == 0, let path = open.last?.member else { return nil }
        return Member(path: path, value: value)
    }

    private mutating func name(_ string: Range<Int>) {
        guard beyond == 0, let bracket = open.last else { return }
        let name = bracket.path == nil ? nil : (try? JSONReader.read(bytes[string]))?.string
        open[open.count - 1].member = name.flatMap { paths($0, bracket.path) }
    }

    /// Steps over the string that begins here, up to the end of the line at most.
    private mutating func string() -> Range<Int> {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            defer { position += 1 }
            if bytes[position] == UInt8(ascii: "\"") { return start..<position + 1 }
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
        }
        position = min(position, bytes.count)
        return start..<position
    }

    /// Whether a colon follows.
    private func isName() -> Bool {
        bytes[position...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d } == UInt8(ascii: ":")
    }

    private func isNumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || "+-.eE".utf8.contains(byte)
    }
}
