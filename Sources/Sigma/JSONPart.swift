/// One value of a scanned JSON text and where it stands. A text is a flat list of its parts in the order in which they
/// begin; a map or list is followed by what it holds. Positions are bytes from the text's beginning.
struct JSONPart: Sendable {
    enum Kind: UInt8, Sendable {
        case null, `false`, `true`
        /// Fits an `Int64` and stands as `Int64` would be written.
        case integer
        case number
        /// Between the quotes, without escapes.
        case text
        case escapedText
        case list, map
    }

    /// Of a map's member, the key between its quotes; empty for all else.
    var keyStart: UInt32 = 0
    var keyLength: UInt32 = 0
    var keyHash: UInt32 = 0
    /// Whether the key is ASCII and without escapes, so that equal keys have equal bytes.
    var isKeyPlain = true

    var kind = Kind.null
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// How many parts it consists of, itself included.
    var count: UInt32 = 1
}

/// Keys are found by this before their bytes are compared. The first and last eight bytes tell most names apart.
enum KeyHash {
    /// - Precondition: eight bytes can be read from `start`, whatever the length.
    @inline(__always)
    static func of(_ start: UnsafePointer<UInt8>, length: Int) -> UInt32 {
        let raw = UnsafeRawPointer(start)
        var bits = raw.loadUnaligned(as: UInt64.self)
        if length < 8 {
            bits &= 1 << UInt64(truncatingIfNeeded: length * 8) &- 1
        } else {
            bits ^= raw.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self) &* 3
        }
        bits = (bits ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
        return UInt32(truncatingIfNeeded: bits >> 32)
    }

    static func of(_ key: [UInt8]) -> UInt32 {
        (key + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { of($0.baseAddress!, length: key.count) }
    }
}
