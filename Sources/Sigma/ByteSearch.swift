/// Looks at eight bytes at once. A match sets the high bit of its byte; behind the first match, which is what is asked
/// for, a borrow may have set others.
enum ByteSearch {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first byte is the lowest.
    @inline(__always)
    static func word(at start: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    static func matches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & highs
    }

    /// - Parameter limit: at most 128.
    @inline(__always)
    static func below(_ word: UInt64, _ limit: UInt8) -> UInt64 {
        (word &- ones &* UInt64(limit)) & ~word & highs
    }

    /// The position of the first match among some.
    @inline(__always)
    static func first(_ matches: UInt64) -> Int { matches.trailingZeroBitCount >> 3 }
}
