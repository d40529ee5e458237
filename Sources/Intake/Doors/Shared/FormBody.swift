import OnRecord

/// Bodies as HTML forms send them. Parts beyond the first 200 are not looked at.
enum FormBody {
    private static let fieldsMax = 200

    /// `application/x-www-form-urlencoded` (WHATWG URL Standard, section 5.1).
    static func urlEncoded(_ body: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        body.split(separator: UInt8(ascii: "&"), maxSplits: fieldsMax).prefix(fieldsMax).map { pair in
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(halves[0]), halves.count == 2 ? decoded(halves[1]) : "")
        }
    }

    static func decoded(_ text: Substring) -> String { decoded(Array(text.utf8)[...]) }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
        return String(decoding: HexEscapes.decode(spaced[...]), as: UTF8.self)
    }

    /// The content of the first part called `name` of a `multipart/form-data` body (RFC 7578); nil when there is none.
    static func part(_ name: String, of body: ArraySlice<UInt8>, contentType: String) -> ArraySlice<UInt8>? {
        guard let found = contentType.firstMatch(of: /(?i)boundary="?([^";,\s]{1,70})/) else { return nil }
        let fence = Array("--\(found.1)".utf8)
        let wanted = Array("name=\"\(name)\"".utf8)
        let blank = Array("\r\n\r\n".utf8)
        var rest = body
        for _ in 0..<fieldsMax {
            guard let start = rest.firstRange(of: fence) else { return nil }
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: fence)?.lowerBound else { return nil }
            let part = rest[..<end]
            if let head = part.firstRange(of: blank), part[..<head.lowerBound].firstRange(of: wanted) != nil {
                let content = part[head.upperBound...]
                return content.suffix(2).elementsEqual([0x0d, 0x0a]) ? content.dropLast(2) : content
            }
            rest = rest[end...]
        }
        return nil
    }
}
