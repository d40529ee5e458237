extension RedactionScanner {
    /// The whole body; nil if it holds no secret.
    static func withoutSecrets(_ body: [UInt8]) -> [UInt8]? {
        var scanner = RedactionScanner(body[...])
        var position = 0
        while let hit = body.withUnsafeBytes({ RedactionFilter.firstHit(in: $0, from: position) }) {
            let start = lineStart(before: hit, in: body, from: position)
            let end = body[hit...].firstIndex(of: 0x0a) ?? body.endIndex
            if let plain = unescaped(body[start..<end]) {
                var inner = RedactionScanner(plain[...])
                _ = inner.scan(from: 0, to: plain.count)
                if let redacted = inner.result() {
                    scanner.replace(start..<end, with: redacted)
                    position = end + 1
                    continue
                }
            }
            position = max(scanner.scan(from: start, to: end), end + 1)
        }
        return scanner.result()
    }

    private static func lineStart(before hit: Int, in body: [UInt8], from position: Int) -> Int {
        body[position..<hit].lastIndex(of: 0x0a).map { $0 + 1 } ?? position
    }

    /// The line with escapes of printable ASCII (`\u0070`) written as what they mean, quotes and backslashes excepted;
    /// nil if it has none. Means the same, and lets no name hide.
    private static func unescaped(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        var plain: [UInt8]?
        var copied = line.startIndex
        var position = line.startIndex
        while let slash = line[position...].firstIndex(of: UInt8(ascii: "\\")) {
            let end = line[slash...].firstIndex { $0 != UInt8(ascii: "\\") } ?? line.endIndex
            position = end
            let digits = line[end...].prefix(5)
            guard digits.starts(with: "u00".utf8), digits.count == 5, let high = line[end + 3].hexDigit,
                let low = line[end + 4].hexDigit
            else { continue }
            let byte = high << 4 | low
            guard (0x20...0x7e).contains(byte), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { continue }
            if plain == nil { plain = [] }
            plain?.append(contentsOf: line[copied..<slash])
            plain?.append(byte)
            position = end + 5
            copied = position
        }
        plain?.append(contentsOf: line[copied...])
        return plain
    }
}
