/// Bytes written as a mark and two hexadecimal digits: `%20` in addresses, forms and headers, `=20` in mail.
enum HexEscapes {
    /// A mark that no two digits follow stays as it is.
    static func decode(_ bytes: ArraySlice<UInt8>, after mark: UInt8 = UInt8(ascii: "%")) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == mark, let high = digit(rest.first), let low = digit(rest.dropFirst().first) {
                decoded.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }

    /// The value of a hexadecimal digit in either case; nil for any other byte.
    static func digit(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case .some(let byte) where (0x30...0x39).contains(byte): byte - 0x30
        case .some(let byte) where (0x41...0x46).contains(byte & 0xdf): (byte & 0xdf) - 0x41 + 10
        default: nil
        }
    }
}
