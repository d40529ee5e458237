import Foundation
import OnRecord

/// The segment that is being written. It is written from its beginning to its end by one writer, which is thrown away
/// when anything fails.
final class SegmentWriter {
    private let file: Descriptor
    private let disk: DiskCalls
    private var size: Int64
    private var firstReceivedAt: Timestamp?
    /// Small pieces on their way to the disk.
    private var gathered: [UInt8]
    /// Pieces of this size are not copied to be gathered.
    private static let largePiece = 64 << 10

    /// Makes the file, and sees to it that it will still be there after a power cut.
    init(folder: String, first: Int64, disk: DiskCalls) throws {
        self.disk = disk
        try SegmentName.makeFolder(folder)
        let path = SegmentName.path(of: first, in: folder)
        file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
        gathered = SegmentRecord.title
        size = Int64(gathered.count)
        try SegmentName.sync(folder)
    }

    func hasRoom(at receivedAt: Timestamp) -> Bool {
        guard let firstReceivedAt else { return true }
        return size < SignalFolder.segmentMax && receivedAt - firstReceivedAt < SignalFolder.segmentSpan
    }

    /// Hands it to the system; `sync` is what makes it durable.
    func write(_ record: SegmentRecord) throws {
        firstReceivedAt = firstReceivedAt ?? record.receivedAt
        size += Int64(SegmentRecord.headSize + record.body.count)
        gathered += record.head
        for part in record.body.parts {
            if part.count < Self.largePiece {
                gathered += part
            } else {
                try flush()
                try write(part)
            }
        }
        if gathered.count >= Self.largePiece { try flush() }
    }

    func sync() throws {
        try flush()
        guard disk.sync(file.number) == 0 else { throw file.failure() }
    }

    private func flush() throws {
        try write(gathered[...])
        gathered.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { disk.write(file.number, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw file.failure() }
            rest = rest.dropFirst(count)
        }
    }
}
