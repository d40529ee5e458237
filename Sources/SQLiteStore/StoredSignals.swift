import Foundation
import OnRecord

/// How a batch is written: a head in JSON, and behind the head's line feed the body as it came: log lines, or what the
/// head's signals were read from. JSON as we write it has no line feed, so the first one is where the head ends.
enum StoredSignals {
    private struct Head: Codable {
        var source: String
        var receivedAt: Timestamp
        /// Absent where lines follow.
        var signals: [Signal]?
        /// Which door the body that follows came by; absent where none follows.
        var door: String?
    }

    /// In the parts that it is made of, so that a large body is not copied to stand behind its head.
    struct Body {
        let parts: [ArraySlice<UInt8>]
        var count: Int { parts.reduce(0) { $0 + $1.count } }
    }

    static func encode(_ batch: SignalBatch) -> Body {
        var head = Head(source: batch.source, receivedAt: batch.receivedAt)
        switch batch.content {
        case .signals(let signals):
            head.signals = signals
            head.door = batch.evidence?.door
            return encode(head, batch.evidence?.body)
        case .lines(let lines): return encode(head, lines)
        }
    }

    private static func encode(_ head: Head, _ body: [UInt8]?) -> Body {
        let head = CanonicalJSON.encode(head)
        guard let body else { return Body(parts: [head[...]]) }
        return Body(parts: [(head + [0x0a])[...], body[...]])
    }

    /// - Throws: `StoreError.damaged` when the head cannot be read.
    static func decode(_ body: ArraySlice<UInt8>) throws -> SignalBatch {
        let end = body.firstIndex(of: 0x0a) ?? body.endIndex
        let head: Head
        do { head = try CanonicalJSON.decode(Head.self, from: Array(body[..<end])) } catch {
            throw StoreError.damaged("a stored batch of signals cannot be read (\(error)).")
        }
        let rest = Array(body[end...].dropFirst())
        return SignalBatch(
            source: head.source, receivedAt: head.receivedAt,
            content: head.signals.map(SignalBatch.Content.signals) ?? .lines(rest),
            evidence: head.door.map { SignalBatch.Evidence(door: $0, body: rest) })
    }
}
