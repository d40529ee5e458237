/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2) is the IPv4 address it maps.
struct IPAddress: Sendable, Hashable {
    /// 32 for IPv4, 128 for IPv6.
    let width: Int
    let bits: UInt128

    /// Dotted quad (no leading zeros) or the text forms of RFC 4291, section 2.2. No zone, no port, no prefix.
    init?(_ text: some StringProtocol) {
        if let bits = Self.version4(text) {
            width = 32
            self.bits = UInt128(bits)
        } else if let bits = Self.version6(text) {
            let isMapped = bits >> 32 == 0xFFFF
            width = isMapped ? 32 : 128
            self.bits = isMapped ? bits & 0xFFFF_FFFF : bits
        } else {
            return nil
        }
    }

    private static func version4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let byte = UInt8(part), String(byte) == part else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    private static func version6(_ text: some StringProtocol) -> UInt128? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        switch halves.count {
        case 1:
            guard let groups = groups(halves[0], mayEndInQuad: true), groups.count == 8 else { return nil }
            return bits(groups)
        case 2:
            guard let head = groups(halves[0], mayEndInQuad: false), let tail = groups(halves[1], mayEndInQuad: true),
                head.count + tail.count < 8
            else { return nil }
            return bits(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
        default: return nil
        }
    }

    /// Groups of 16 bits; the last two of an address may be written as a dotted quad.
    private static func groups(_ text: some StringProtocol, mayEndInQuad: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInQuad, index == parts.count - 1, let quad = version4(part) {
                groups += [UInt16(quad >> 16), UInt16(truncatingIfNeeded: quad)]
            } else if (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
                let group = UInt16(part, radix: 16)
            {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    private static func bits(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}
