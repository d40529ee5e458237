/// Walks a DNS message. No step leaves the bytes, and no name makes it go in circles.
struct DNSReader {
    /// More jumps than a name of 255 bytes can need.
    static let jumpsMax = 64
    static let nameMax = 255

    private let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number8() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number16() -> UInt16? {
        guard let high = number8(), let low = number8() else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard let end = position(after: count) else { return nil }
        defer { position = end }
        return bytes[position..<end]
    }

    mutating func skip(_ count: Int) -> Bool { take(count) != nil }

    /// Nil when so many bytes are not there.
    func position(after count: Int) -> Int? {
        count >= 0 && count <= bytes.count - position ? position + count : nil
    }

    /// Moves behind a name without reading what it points to.
    mutating func skipName() -> Bool {
        while let count = number8() {
            if count == 0 { return true }
            if count & 0xc0 == 0xc0 { return skip(1) }
            guard count & 0xc0 == 0, skip(Int(count)) else { return false }
        }
        return false
    }

    /// A name without its last dot, with bytes that are no plain ASCII as `\DDD` (RFC 1035, section 5.1), and its
    /// compression undone (section 4.1.4): each pointer must lead further back than the one before.
    mutating func name() -> String? {
        var text: [String] = []
        var size = 0
        var at = position
        var end: Int?
        var jumps = 0
        var limit = bytes.count
        while at < limit {
            let count = Int(bytes[at])
            if count == 0 {
                position = end ?? at + 1
                return text.joined(separator: ".")
            }
            if count & 0xc0 == 0xc0 {
                guard at + 1 < bytes.count, jumps < DNSReader.jumpsMax else { return nil }
                let target = (count & 0x3f) << 8 | Int(bytes[at + 1])
                if end == nil { end = at + 2 }
                jumps += 1
                // What a pointer leads to ends before the pointer, so none is met twice and none leads forwards.
                (at, limit) = (target, at)
                continue
            }
            size += count + 1
            guard count & 0xc0 == 0, at + 1 + count <= bytes.count, size < DNSReader.nameMax else { return nil }
            text.append(bytes[at + 1..<at + 1 + count].map(DNSReader.shown).joined())
            at += 1 + count
        }
        return nil
    }

    private static func shown(_ byte: UInt8) -> String {
        if (0x21..<0x7f).contains(byte), byte != UInt8(ascii: "."), byte != UInt8(ascii: "\\") {
            return String(UnicodeScalar(byte))
        }
        let digits = String(byte)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
