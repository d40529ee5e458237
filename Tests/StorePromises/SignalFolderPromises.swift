import Foundation
@testable import OnRecord
@testable import SQLiteStore
import Synchronization
import Testing

@Suite("The folder of signals")
struct SignalFolderPromises {
    @Test("Opened again it holds what it held, and positions go on")
    func reopening() throws {
        try withStorePath { path in
            try SQLiteStore(path: path).save([Cast.batch(1), Cast.batch(2)])
            let store = try SQLiteStore(path: path)
            #expect(try store.save([Cast.batch(3)]) == 3)
            #expect(try stored(SQLiteStore(path: path)) == [Cast.batch(1), Cast.batch(2), Cast.batch(3)])
        }
    }

    @Test("Only the user who made it can look into it")
    func privateFiles() throws {
        try withStorePath { path in
            try SQLiteStore(path: path).save([Cast.batch(1)])
            for (file, mode) in [(folder(path), 0o700), (try segments(path)[0], 0o600)] {
                #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == mode)
            }
        }
    }

    @Test(
        "Cut off at any byte, as a crash may leave it, it holds the batches that are whole and takes more behind them")
    func cutOff() throws {
        try withStorePath { path in
            try SQLiteStore(path: path).save([Cast.batch(1), Cast.batch(2), Cast.batch(3)])
            let file = try segments(path)[0]
            let whole = try Data(contentsOf: URL(fileURLWithPath: file))
            var counts: Set<Int> = []
            for length in 0...whole.count {
                try FileManager.default.removeItem(atPath: folder(path))
                try FileManager.default.createDirectory(atPath: folder(path), withIntermediateDirectories: false)
                try whole.prefix(length).write(to: URL(fileURLWithPath: file))
                let kept = try stored(SQLiteStore(path: path))
                #expect(kept == (1..<1 + kept.count).map { Cast.batch($0) })
                counts.insert(kept.count)
                let store = try SQLiteStore(path: path)
                #expect(try store.save([Cast.batch(4), Cast.batch(5)]) == Int64(kept.count + 2))
                #expect(try stored(store) == kept + [Cast.batch(4), Cast.batch(5)])
                #expect(try stored(SQLiteStore(path: path)) == kept + [Cast.batch(4), Cast.batch(5)])
            }
            #expect(counts == [0, 1, 2, 3])
        }
    }

    @Test("A file that was made when the power failed, and never filled, stands in nobody's way")
    func zeros() throws {
        try withStorePath { path in
            try SQLiteStore(path: path).save([Cast.batch(1)])
            try SQLiteStore(path: path).save([Cast.batch(2)])
            try Data(count: 4096).write(to: URL(fileURLWithPath: try segments(path)[1]))
            let store = try SQLiteStore(path: path)
            #expect(try stored(store) == [Cast.batch(1)])
            #expect(try store.save([Cast.batch(3)]) == 2)
            #expect(try stored(SQLiteStore(path: path)) == [Cast.batch(1), Cast.batch(3)])
        }
    }

    @Test("A last batch of which any byte is wrong was never there")
    func wrongBytes() throws {
        try withStorePath { path in
            try SQLiteStore(path: path).save([Cast.batch(1)])
            let file = try segments(path)[0]
            let start = try Data(contentsOf: URL(fileURLWithPath: file)).count
            try SQLiteStore(path: path).save([Cast.batch(2)])
            let second = try segments(path)[1]
            let whole = try Data(contentsOf: URL(fileURLWithPath: second))
            #expect(start > SegmentRecord.title.count)
            for place in SegmentRecord.title.count..<whole.count {
                var damaged = whole
                damaged[place] ^= 0x10
                try damaged.write(to: URL(fileURLWithPath: second))
                #expect(try stored(SQLiteStore(path: path)) == [Cast.batch(1)], "byte \(place)")
            }
        }
    }

    @Test("Damage among older batches is named with its file and place, and what stands before it is read")
    func damage() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.save([Cast.batch(1), Cast.batch(2), Cast.batch(3)])
            try store.save([Cast.batch(4, at: Cast.later(7200))])
            let file = try segments(path)[0]
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(fileURLWithPath: file))
            let again = try SQLiteStore(path: path)
            #expect(try again.signals(after: 0, limit: 1).map(\.batch) == [Cast.batch(1)])
            let error = #expect(throws: StoreError.self) { try again.signals(after: 1, limit: 1) }
            #expect(error?.description.contains("\(file) cannot be read from byte") == true)
            #expect(try again.signals(after: 3, limit: 1).map(\.batch) == [Cast.batch(4, at: Cast.later(7200))])
        }
    }

    @Test("A segment of another program's making is refused")
    func unknown() throws {
        try withStorePath { path in
            try SQLiteStore(path: path).save([Cast.batch(1)])
            try Data("OnRecord signals 9\nand more".utf8).write(to: URL(fileURLWithPath: try segments(path)[0]))
            #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
        }
    }

    @Test("An hour's batches lie together, and older ones go with their file")
    func files() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            for start in [0, 3600, 7200] as [Int64] {
                try store.save([Cast.batch(1, at: Cast.later(start)), Cast.batch(2, at: Cast.later(start + 60))])
            }
            #expect(try segments(path).count == 3)
            try store.save(DetectorMark(position: 4, memory: []))
            #expect(try store.forgetSignals(before: Cast.later(24 * 3600)) == 4)
            #expect(try segments(path).count == 1)
            #expect(try stored(store).count == 2)
        }
    }

    @Test("What is large begins a new file, and is read back from both")
    func largeBodies() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            let bodies = (0..<6).map { number in
                SignalBatch(
                    source: "edge", receivedAt: Cast.start,
                    content: .lines([UInt8](repeating: UInt8(number), count: 9 << 20)))
            }
            for body in bodies { try store.save([body, Cast.batch(1)]) }
            #expect(try segments(path).count == 2)
            var read: [StoredBatch] = []
            while let more = try? store.signals(after: read.last?.position ?? 0, limit: 64), !more.isEmpty {
                read += more
            }
            #expect(read.map(\.batch) == bodies.flatMap { [$0, Cast.batch(1)] })
        }
    }

    @Test("When everything was forgotten, the next position is known after a restart as well")
    func positionAfterForgetting() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            let last = try store.save([Cast.batch(1), Cast.batch(2)])
            try store.save(DetectorMark(position: last, memory: []))
            #expect(try store.forgetSignals(before: Cast.later(7200)) == 2)
            #expect(try stored(store) == [])
            #expect(try SQLiteStore(path: path).save([Cast.batch(3)]) == last + 1)
        }
    }

    @Test("Where an older folder was restored than the database, no position is given that the detector has read")
    func olderFolder() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.save([Cast.batch(1)])
            let backup = try segments(path).map { ($0, try Data(contentsOf: URL(fileURLWithPath: $0))) }
            let last = try store.save([Cast.batch(2), Cast.batch(3)])
            try store.save(DetectorMark(position: last, memory: []))
            for (file, bytes) in backup { try bytes.write(to: URL(fileURLWithPath: file)) }
            let restored = try SQLiteStore(path: path)
            #expect(try restored.save([Cast.batch(4)]) == last + 1)
            #expect(try stored(restored) == [Cast.batch(1), Cast.batch(4)])
            #expect(try restored.signals(after: last, limit: 10).map(\.batch) == [Cast.batch(4)])
        }
    }
}

/// Calls that fail when they are told to, and remember what was asked of them.
private final class FailingDisk: Sendable {
    enum Fault: Sendable { case sync, write(written: Int) }

    private let fault = Mutex<Fault?>(nil)
    private let syncs = Mutex<[CInt]>([])

    func fail(_ next: Fault) { fault.withLock { $0 = next } }
    var synced: [CInt] { syncs.withLock { $0 } }

    var calls: DiskCalls {
        DiskCalls { [self] file, bytes in
            guard case .write(let written) = fault.withLock({ $0 }) else { return DiskCalls.system.write(file, bytes) }
            if written > 0 {
                // The disk takes a part, and then no more.
                fault.withLock { $0 = .write(written: 0) }
                return DiskCalls.system.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(written)))
            }
            fault.withLock { $0 = nil }
            errno = ENOSPC
            return -1
        } sync: { [self] file in
            syncs.withLock { $0.append(file) }
            guard case .sync = fault.withLock({ $0 }) else { return DiskCalls.system.sync(file) }
            fault.withLock { $0 = nil }
            errno = EIO
            return -1
        }
    }
}

extension SignalFolderPromises {
    @Test(
        "After a sync that failed, nothing is believed of that file: the batch was not stored, the next is in another")
    func failedSync() throws {
        try withStorePath { path in
            let disk = FailingDisk()
            let store = try SQLiteStore(path: path, disk: disk.calls)
            try store.save([Cast.batch(1)])
            disk.fail(.sync)
            let failure = #expect(throws: StoreFailure.self) { try store.save([Cast.batch(2), Cast.batch(3)]) }
            #expect(failure?.kind == .failing)
            #expect(disk.synced.count == 2, "one sync of each append, none of them tried again")
            #expect(try stored(store) == [Cast.batch(1)])
            #expect(try store.save([Cast.batch(4)]) == 2)
            #expect(try segments(path).count == 2)
            #expect(try stored(store) == [Cast.batch(1), Cast.batch(4)])
            #expect(try stored(SQLiteStore(path: path)) == [Cast.batch(1), Cast.batch(4)])
        }
    }

    @Test("A first sync that failed leaves no file that stands in the way")
    func failedFirstSync() throws {
        try withStorePath { path in
            let disk = FailingDisk()
            let store = try SQLiteStore(path: path, disk: disk.calls)
            disk.fail(.sync)
            #expect(throws: StoreFailure.self) { try store.save([Cast.batch(1)]) }
            #expect(try stored(store) == [])
            #expect(try store.save([Cast.batch(2)]) == 1)
            #expect(try stored(SQLiteStore(path: path)) == [Cast.batch(2)])
        }
    }

    @Test("A segment that a failed beginning left behind stands in nobody's way")
    func leftBehind() throws {
        try withStorePath { path in
            let disk = FailingDisk()
            let store = try SQLiteStore(path: path, disk: disk.calls)
            try store.save([Cast.batch(1)])
            disk.fail(.sync)
            #expect(throws: StoreFailure.self) { try store.save([Cast.batch(2)]) }
            // What stands where the next segment will be made, though nobody knows of it.
            try Data().write(to: URL(fileURLWithPath: SegmentName.path(of: 2, in: folder(path))))
            #expect(try store.save([Cast.batch(3)]) == 2)
            #expect(try stored(store) == [Cast.batch(1), Cast.batch(3)])
        }
    }

    @Test("A disk that is full, at any byte, stores nothing of the append and asks for space", arguments: 0..<90)
    func full(written: Int) throws {
        try withStorePath { path in
            let disk = FailingDisk()
            let store = try SQLiteStore(path: path, disk: disk.calls)
            try store.save([Cast.batch(1)])
            disk.fail(.write(written: written * 4))
            // The second one lies in another file.
            let failure = #expect(throws: StoreFailure.self) {
                try store.save([Cast.batch(2), Cast.batch(3, at: Cast.later(7200))])
            }
            #expect(failure?.kind == .full)
            #expect(failure?.description.contains("Free space") == true)
            #expect(try stored(store) == [Cast.batch(1)])
            #expect(try store.save([Cast.batch(4), Cast.batch(5)]) == 3)
            #expect(try stored(store) == [Cast.batch(1), Cast.batch(4), Cast.batch(5)])
            #expect(try stored(SQLiteStore(path: path)) == [Cast.batch(1), Cast.batch(4), Cast.batch(5)])
        }
    }

    private func stored(_ store: SQLiteStore) throws -> [SignalBatch] {
        try store.signals(after: 0, limit: .max).map(\.batch)
    }

    private func folder(_ path: String) -> String { "\(path)-signals" }

    private func segments(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(path)).sorted().map { "\(folder(path))/\($0)" }
    }
}
