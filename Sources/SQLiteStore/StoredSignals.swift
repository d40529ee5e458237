import Foundation
import OnRecord

/// How a batch lies in its row: a head in JSON, and behind the head's line feed the lines exactly as they came. JSON as
/// we write it has no line feed, so the first one is where the head ends.
enum StoredSignals {
    private struct Head: Codable {
        var source: String
        var receivedAt: Timestamp
        /// Absent where lines follow.
        var signals: [Signal]?
    }

    static func encode(_ batch: SignalBatch) -> Data {
        var head = Head(source: batch.source, receivedAt: batch.receivedAt)
        switch batch.content {
        case .signals(let signals):
            head.signals = signals
            return Data(body: head)
        case .lines(let lines):
            var body = Data(body: head)
            body.reserveCapacity(body.count + 1 + lines.count)
            body.append(0x0a)
            body.append(contentsOf: lines)
            return body
        }
    }

    /// - Throws: `StoreError.damaged` when the head cannot be read.
    static func decode(_ body: Data) throws -> SignalBatch {
        let end = body.firstIndex(of: 0x0a) ?? body.endIndex
        let head: Head
        do { head = try CanonicalJSON.decode(Head.self, from: Array(body[..<end])) } catch {
            throw StoreError.damaged("a stored batch of signals cannot be read (\(error)).")
        }
        let content = head.signals.map(SignalBatch.Content.signals) ?? .lines(Array(body[end...].dropFirst()))
        return SignalBatch(source: head.source, receivedAt: head.receivedAt, content: content)
    }
}
