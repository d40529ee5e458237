/// Finds quickly where a text may hold a secret, and passes over everything else.
///
/// Of each word that gives a secret away, two neighbouring triples of bytes are known, one at an even and one at an odd
/// place. So looking at every second triple finds every word, wherever it stands. A finding means “look closely”.
enum RedactionFilter {
    /// A bit for each triple, packed into 18: six bits of a byte, which leave case and what lies beyond ASCII out.
    private static let bits: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 1 << 12)
        for triple in known {
            let triple = packed(triple.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }) & mask
            bits[Int(triple >> 6)] |= 1 << (triple & 63)
        }
        return bits
    }()

    private static let mask: UInt64 = 0x3ffff

    /// Eight bytes as eight times six bits, the first one lowest.
    @inline(__always)
    private static func packed(_ eight: UInt64) -> UInt64 {
        var bits = eight & 0x1f1f_1f1f_1f1f_1f1f | (eight & 0x4040_4040_4040_4040) >> 1
        bits = bits & 0x003f_003f_003f_003f | (bits & 0x3f00_3f00_3f00_3f00) >> 2
        bits = bits & 0x0000_0fff_0000_0fff | (bits & 0x0fff_0000_0fff_0000) >> 4
        return bits & 0xff_ffff | (bits >> 32) << 24
    }

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

    /// A place at or behind `start` near which a secret may stand; nil if there is none up to the end.
    static func firstHit(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        bits.withUnsafeBufferPointer { bits in
            @inline(__always)
            func isKnown(_ triple: UInt64) -> Bool {
                bits[Int(triple & mask) >> 6] >> (triple & 63) & 1 != 0
            }
            var position = start
            // Three triples of eight bytes at a time; `loadUnaligned` stays within the bytes by this condition.
            while position + 8 <= bytes.count {
                let eight = packed(
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
                if isKnown(eight) || isKnown(eight >> 12) || isKnown(eight >> 24) {
                    for offset in [0, 2, 4]
                    where isKnown(eight >> UInt64(6 * offset)) && isLikely(at: position + offset, in: bytes) {
                        return position
                    }
                }
                position += 6
            }
            while position + 3 <= bytes.count {
                let three = (0..<3).reversed().reduce(0) { $0 << 8 | UInt64(bytes[position + $1]) }
                if isKnown(packed(three)) { return position }
                position += 1
            }
            return nil
        }
    }

    /// `p_7` and `g_7` are parts of many words (`http_7xx`); the prefixes of our own tokens are meant, `orop_` and `orreg_`.
    @inline(__always)
    private static func isLikely(at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes[place + 1] == UInt8(ascii: "_"), place > 0, bytes[place + 2].hexDigit != nil else { return true }
        switch bytes[place] {
        case UInt8(ascii: "p"): return bytes[place - 1] == UInt8(ascii: "o")
        case UInt8(ascii: "g"): return bytes[place - 1] == UInt8(ascii: "e")
        default: return true
        }
    }
}
