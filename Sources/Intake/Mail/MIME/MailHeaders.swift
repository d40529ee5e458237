/// The header fields of a message or part, unfolded (RFC 5322 section 2.2), in their order.
package struct MailHeaders: Sendable {
    struct Field: Sendable {
        /// In lower case.
        let name: String
        let value: String
    }

    let fields: [Field]

    /// Bytes and fields of one header that are read; what comes after them is passed over.
    static let sizeMax = 256 << 10
    static let countMax = 1000
    /// Bytes of one value that are searched for encoded words.
    private static let decodedMax = 16 << 10

    /// The value of the first field of that name, in any case.
    package subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name == name }?.value
    }

    /// The same with its encoded words decoded, which may hold anything; empty when there is no such field.
    package func decoded(_ name: String) -> String {
        let value = String(decoding: (self[name] ?? "").utf8.prefix(Self.decodedMax), as: UTF8.self)
        return EncodedWords.decode(value)
    }

    /// Parts a message at its first empty line.
    package static func split(_ message: ArraySlice<UInt8>) -> (MailHeaders, ArraySlice<UInt8>) {
        var unfolded: [(name: String, value: [UInt8])] = []
        var isOpen = false
        var left = sizeMax
        var rest = message
        while let line = rest.takeLine() {
            if line.isEmpty { break }
            left -= line.count
            guard left >= 0 else { continue }
            if let first = line.first, MailByte.isBlank(first) {
                if isOpen { unfolded[unfolded.count - 1].value += [MailByte.space] + line.trimmingBlanks() }
                continue
            }
            let colon = line.firstIndex(of: UInt8(ascii: ":"))
            let name = colon.map { line[..<$0].trimmingBlanks() } ?? []
            isOpen = !name.isEmpty && name.allSatisfy { (33...126).contains($0) } && unfolded.count < countMax
            if isOpen, let colon {
                let value = Array(line[(colon + 1)...].trimmingBlanks())
                unfolded.append((String(decoding: name, as: UTF8.self).lowercased(), value))
            }
        }
        let fields = unfolded.map { field in
            // A stray CR or NUL must not reach whoever writes the value somewhere else.
            let value = field.value.map { $0 < 0x20 || $0 == 0x7F ? MailByte.space : $0 }
            return Field(name: field.name, value: String(decoding: value, as: UTF8.self))
        }
        return (MailHeaders(fields: fields), rest)
    }
}
