import Foundation
import OnRecord

/// Reads one segment from its beginning, record by record.
struct SegmentReader {
    let first: Int64
    private let file: Descriptor
    /// The next record's place, and its position if it is there.
    private var offset: Int64
    private var next: Int64
    /// What was read of the file last, and where it stands there.
    private var window: [UInt8] = []
    private var windowOffset: Int64 = 0
    private static let windowSize = 256 << 10

    init(folder: String, first: Int64) throws {
        (self.first, next) = (first, first)
        file = try Descriptor(SegmentName.path(of: first, in: folder), O_RDONLY)
        offset = Int64(SegmentRecord.title.count)
        // A crash may leave one that is shorter, or of zeros: then it has no record either, since nothing was synced.
        let title = try bytes(at: 0, count: SegmentRecord.title.count)
        guard title.map({ $0.elementsEqual(SegmentRecord.title) || $0.allSatisfy { $0 == 0 } }) ?? true else {
            throw StoreError.damaged("\(file.path) does not begin like a segment of signals that this program knows.")
        }
    }

    /// What the record at a position holds; nil where the segment was left off before it, at its very end.
    /// - Parameter end: the last position that was stored here: all up to it have to be there.
    mutating func body(at position: Int64, through end: Int64) throws -> ArraySlice<UInt8>? {
        if position < next { (offset, next) = (Int64(SegmentRecord.title.count), first) }
        while next < position, let head = try head() { skip(head) }
        guard let head = try head(), let body = try body(of: head) else {
            if offset >= (try file.size()) { return nil }
            throw StoreError.damaged(
                "\(file.path) cannot be read from byte \(offset) on; signals \(next) to \(end) should stand there.")
        }
        skip(head)
        // Nobody reads it again, and it may be large.
        if window.count > Self.windowSize { window = [] }
        return body
    }

    /// The last position up to which everything is whole.
    mutating func lastWhole() throws -> Int64 {
        while let head = try head(), try body(of: head) != nil { skip(head) }
        return next - 1
    }

    /// The latest moment at which one of the records came, and how many there are.
    mutating func newest(through end: Int64) throws -> (Timestamp, count: Int) {
        var newest = Timestamp(milliseconds: .min)
        while next <= end, let head = try head() {
            newest = max(newest, head.receivedAt)
            skip(head)
        }
        return (newest, Int(next - first))
    }

    // MARK: - Bytes

    private mutating func skip(_ head: SegmentRecord.Head) {
        offset += Int64(SegmentRecord.headSize + head.length)
        next += 1
    }

    /// Nil where no record of the next position begins.
    private mutating func head() throws -> SegmentRecord.Head? {
        guard let bytes = try bytes(at: offset, count: SegmentRecord.headSize) else { return nil }
        let head = SegmentRecord.Head(bytes)
        return head.position == next ? head : nil
    }

    /// Nil if the record is not whole.
    private mutating func body(of head: SegmentRecord.Head) throws -> ArraySlice<UInt8>? {
        // A length that never was written may be any number.
        guard offset + Int64(SegmentRecord.headSize + head.length) <= (try file.size()) else { return nil }
        guard let record = try bytes(at: offset, count: SegmentRecord.headSize + head.length) else { return nil }
        let isWhole = SegmentRecord.checksum(record.dropFirst(4)) == head.checksum
        return isWhole ? record.dropFirst(SegmentRecord.headSize) : nil
    }

    /// Nil if the file has fewer. It only ever grows, so what was read of it once stays true.
    private mutating func bytes(at start: Int64, count: Int) throws -> ArraySlice<UInt8>? {
        let skipped = Int(start - windowOffset)
        if start < windowOffset || skipped + count > window.count {
            window = try file.read(at: start, count: max(count, Self.windowSize))
            windowOffset = start
            return window.count < count ? nil : window[..<count]
        }
        return window[skipped..<skipped + count]
    }
}
