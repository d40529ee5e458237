import CZlib
import Foundation
import OnRecord

/// How a batch lies in its segment: a checksum (CRC-32) over all that follows it, the length of the body, the position,
/// the moment it came, all little-endian; then the body. A record whose checksum is right is whole.
struct SegmentRecord {
    static let headSize = 24
    /// How a segment begins.
    static let title = Array("OnRecord signals 1\n".utf8)

    let position: Int64
    let receivedAt: Timestamp
    let body: StoredSignals.Body

    var head: [UInt8] {
        var head: [UInt8] = []
        head.reserveCapacity(Self.headSize)
        head.append(littleEndian: UInt32(body.count))
        head.append(littleEndian: UInt64(bitPattern: position))
        head.append(littleEndian: UInt64(bitPattern: receivedAt.milliseconds))
        var checksum = Self.checksum(head[...])
        for part in body.parts { checksum = Self.checksum(part, after: checksum) }
        var whole: [UInt8] = []
        whole.reserveCapacity(Self.headSize)
        whole.append(littleEndian: checksum)
        return whole + head
    }

    static func checksum(_ bytes: ArraySlice<UInt8>, after checksum: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), $0.baseAddress, $0.count)) }
    }

    /// A record's head as it was read.
    struct Head {
        let checksum: UInt32
        let length: Int
        let position: Int64
        let receivedAt: Timestamp

        /// - Parameter bytes: at least as many as a head has.
        init(_ bytes: ArraySlice<UInt8>) {
            checksum = UInt32(truncatingIfNeeded: bytes.littleEndian(at: 0, count: 4))
            length = Int(bytes.littleEndian(at: 4, count: 4))
            position = Int64(bitPattern: bytes.littleEndian(at: 8, count: 8))
            receivedAt = Timestamp(milliseconds: Int64(bitPattern: bytes.littleEndian(at: 16, count: 8)))
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func littleEndian(at offset: Int, count: Int) -> UInt64 {
        self[(startIndex + offset)..<(startIndex + offset + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
