/// Finds quickly where a text may hold a secret, and passes over everything else.
///
/// Of each word that gives a secret away, two neighbouring triples of bytes are known, one at an even and one at an odd
/// place. So looking at every second triple finds every word, wherever it stands. A finding means “look closely”.
enum RedactionFilter {
    /// Triples with case folded; a bit for each hash. Small enough for the processor's nearest memory.
    private static let bits: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 1 << 10)
        for triple in triples { bits[Int(hash(triple) >> 6)] |= 1 << UInt64(hash(triple) & 63) }
        return bits
    }()

    /// The same in order, since several triples share a hash.
    private static let triples: [UInt32] = Set(known.map { folded(Array($0.utf8)) }).sorted()

    private static let known: [String] = names + keys + shapes + escapes

    private static let hex = "0123456789abcdef".map(String.init)

    private static let names = [
        "oke", "ken", "ecr", "cre", "ede", "den", "riz", "iza", "oki", "kie", "ssw", "swo", "swd", "ss_", "s_w", "ss-",
        "s-w",
        "ssp", "sph", "s_p", "s-p", "ssc", "sco", "s_c", "s-c",
    ]

    private static let keys: [String] = {
        let joined = ["pik", "ike", "ssk", "ske", "tek", "eke", "ngk", "gke", "onk", "nke", "erk", "rke", "_ke", "-ke"]
        return joined + ["i", "s", "e", "t", "g", "n", "r"].flatMap { ["\($0)_k", "\($0)-k"] }
    }()

    private static let shapes: [String] = {
        var shapes = ["bea", "rer", "sic", "asi", "eyJ", "ub_", "b_p", "xox", "AKI", "KIA", "SIA", "sk_", "rk_", "k_l"]
        shapes += ["oro", "rsr", "src", "eg_", "--B", "-BE"]
        shapes += hex.flatMap { ["p_\($0)", "g_\($0)"] }
        shapes += ["p", "o", "u", "s", "r"].flatMap { ["gh\($0)", "h\($0)_"] }
        shapes += ["a", "b", "e", "o", "p", "r", "s"].map { "ox\($0)" }
        return shapes + "abcdefghijklmnopqrstuvwxyz0123456789-_".map { "yJ\($0)" }
    }()

    /// Letters need no escape, so one that has it may hide a name.
    private static let escapes: [String] = {
        let neighbours = "abcdefghijklmnopqrstuvwxyz0123456789_-.&?=[]% \"'/;,".map(String.init)
        var escapes = ["\\u0", "u00"]
        for high in ["4", "5", "6", "7"] {
            escapes += hex.map { "%\(high)\($0)" }
            escapes += neighbours.map { "\($0)%\(high)" }
        }
        return escapes
    }()

    private static func folded(_ bytes: [UInt8]) -> UInt32 {
        bytes.prefix(3).enumerated().reduce(0) { $0 | UInt32($1.element | 0x20) << UInt32(8 * $1.offset) }
    }

    /// 16 bits.
    @inline(__always)
    private static func hash(_ triple: UInt32) -> UInt32 { (triple &* 0x9e37_79b1) >> 16 }

    private static func isKnown(_ triple: UInt32) -> Bool {
        var range = 0..<triples.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if triples[middle] == triple { return true }
            range = triples[middle] < triple ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return false
    }

    /// A place at or behind `start` near which a secret may stand; nil if there is none up to the end.
    static func firstHit(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        bits.withUnsafeBufferPointer { bits in
            @inline(__always)
            func bit(_ triple: UInt32) -> UInt64 {
                let hash = hash(triple)
                return bits[Int(hash >> 6)] >> UInt64(hash & 63) & 1
            }
            var position = start
            // Three triples of eight bytes at a time; `loadUnaligned` stays within the bytes by this condition.
            while position + 8 <= bytes.count {
                let eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                let text = eight | 0x2020_2020_2020_2020
                let first = UInt32(truncatingIfNeeded: text) & 0xff_ffff
                let second = UInt32(truncatingIfNeeded: text >> 16) & 0xff_ffff
                let third = UInt32(truncatingIfNeeded: text >> 32) & 0xff_ffff
                if bit(first) | bit(second) | bit(third) != 0, isKnown(first) || isKnown(second) || isKnown(third) {
                    return position
                }
                position += 6
            }
            while position + 3 <= bytes.count {
                if isKnown(folded([bytes[position], bytes[position + 1], bytes[position + 2]])) { return position }
                position += 1
            }
            return nil
        }
    }
}
