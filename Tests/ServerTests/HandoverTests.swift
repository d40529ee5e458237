import Foundation
import Intake
import OnRecord
import SQLiteStore
import Sigma
import Testing

@testable import Server

@Suite("Lines handed over behind the inbox")
struct HandoverTests {
    private static let start = Timestamp(milliseconds: 1_780_000_000_000)

    @Test("What was stored is handed over once, in its order, with its lines")
    func inOrder() async throws {
        let (inbox, store) = try made()
        for number in 1...3 { try await save(number, in: inbox) }
        let handed = inbox.handover.take(after: 0, limit: 2) + inbox.handover.take(after: 2, limit: 2)
        #expect(handed.map(\.stored) == (try store.signals(after: 0, limit: 9)))
        #expect(handed.map { events(of: $0) } == (1...3).map { ["n\($0)", "m\($0)"] })
        #expect(inbox.handover.take(after: 0, limit: 2).isEmpty)
    }

    @Test("A batch that was not prepared is a gap, and the store fills it")
    func gap() async throws {
        let (inbox, store) = try made()
        try await save(1, in: inbox)
        try await inbox.save(SignalBatch(source: "edge", receivedAt: Self.start, signals: []), size: 10)
        try await save(3, in: inbox)
        #expect(inbox.handover.take(after: 0, limit: 9).map(\.stored.position) == [1])
        #expect(inbox.handover.take(after: 1, limit: 9).isEmpty)
        #expect(try store.signals(after: 1, limit: 1).map(\.position) == [2])
        #expect(inbox.handover.take(after: 2, limit: 9).map(\.stored.position) == [3])
    }

    @Test("What was read from the store meanwhile is not handed over again")
    func overtaken() async throws {
        let (inbox, _) = try made()
        for number in 1...4 { try await save(number, in: inbox) }
        #expect(inbox.handover.take(after: 3, limit: 9).map(\.stored.position) == [4])
    }

    @Test("Beyond the room nothing is prepared; what was read gives its room back")
    func room() async throws {
        let handover = Handover()
        var shares = [handover.share(for: 8 << 20)]
        while let last = shares.last, last.room > 0 { shares.append(handover.share(for: 8 << 20)) }
        #expect((2...4).contains(shares.count))
        shares = []
        #expect(handover.share(for: 8 << 20).room > 0)
    }

    private func made() throws -> (Inbox, SQLiteStore) {
        let store = try SQLiteStore.inMemory()
        return (Inbox(store: store), store)
    }

    private func save(_ number: Int, in inbox: Inbox) async throws {
        let body = Array("{\"k\":\"n\(number)\"}\n{\"k\":\"m\(number)\"}\n".utf8)
        let (share, room) = inbox.handover.share(for: body.count)
        let reading = NDJSON.read(body, from: "edge", receivedAt: Self.start, keepingWithin: room)
        let lines = try #require(reading.takenApart)
        try await inbox.save(reading.batch, size: body.count, handing: .init(lines: lines, share: share))
    }

    private func events(of handed: Handover.Handed) -> [String] {
        var found: [String] = []
        // Other lines than those taken apart, to see which of them are read.
        let empty = SignalBatch(source: "edge", receivedAt: Self.start, content: .lines([]))
        empty.forEachEvent(lines: LineReader([]), takenApart: handed.prepared?.lines) { _, _, event in
            found.append(event.fields["k"]?.text ?? "")
        }
        return found
    }
}
