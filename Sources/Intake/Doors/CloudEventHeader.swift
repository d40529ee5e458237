/// A context attribute as a header value (`http-protocol-binding.md`, section 3.1.3.2): it may be quoted, and what is
/// not printable ASCII is percent-encoded UTF-8.
enum CloudEventHeader {
    /// Takes quotes away, then decodes once. Nil where the bytes are not UTF-8.
    static func decode(_ value: String) -> String? {
        String(validating: HexEscapes.decode(unquoted(Array(value.utf8))[...]), as: UTF8.self)
    }

    /// A quoted-string (RFC 9110, section 5.6.4) without its quotes and backslashes; all else as it is.
    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return bytes }
        var inner: [UInt8] = []
        var isEscaped = false
        for byte in bytes.dropFirst().dropLast() {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
            } else {
                inner.append(byte)
                isEscaped = false
            }
        }
        return inner
    }
}
