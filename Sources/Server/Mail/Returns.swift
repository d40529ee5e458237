import Intake
import Logging
import OnRecord
import Sigma

/// Knows mails of ours again in what other servers report about them, and tells the house.
///
/// A mail can come back faster than its acceptance is stored: such a report waits until the delivery is there. It lies in
/// the signal log all the while, and whoever reads on from a stored mark must not be past it.
struct Returns {
    /// The source of what arrives at the addresses that bounces come back to.
    static let source = "returns"
    /// How long a report waits for its mail. None but this house can make the code in it, so few do.
    private static let patience = Duration.minutes(15)
    private static let waitingMax = 10_000

    let house: House
    let tokens: MailTokens
    let logger: Logger
    private var waiting: [Report] = []

    private struct Report {
        var key: DeliveryKey
        var kind: ReturnedMail.Kind
        var status, detail: String
        var receivedAt: Timestamp
        var position: Int64
    }

    init(house: House, tokens: MailTokens, logger: Logger) {
        (self.house, self.tokens, self.logger) = (house, tokens, logger)
    }

    /// Whether reports are held that a reader starting behind them would not see.
    var isWaiting: Bool { !waiting.isEmpty }

    /// The address a mail of ours came from, when it is one that was made here.
    func isReturn(to recipient: String) -> Bool {
        ReturnAddress(recipient).flatMap { tokens.key(in: $0.message) } != nil
    }

    mutating func take(_ stored: StoredBatch) {
        guard case .signals(let signals) = stored.batch.content else { return }
        for signal in signals where signal.state == .bounce || signal.state == .complaint {
            guard waiting.count < Returns.waitingMax,
                let report = report(signal, stored.batch.receivedAt, at: stored.position)
            else { continue }
            waiting.append(report)
        }
    }

    private func report(_ signal: Signal, _ receivedAt: Timestamp, at position: Int64) -> Report? {
        let fields = signal.fields[signal.state == .bounce ? "delivery" : "complaint"]
        guard let key = fields?["message"]?.string.flatMap({ tokens.key(in: $0) }) else { return nil }
        let kind: ReturnedMail.Kind =
            signal.state == .complaint ? .complaint : fields?["class"]?.string == "hard" ? .bounce : .delay
        return Report(
            key: key, kind: kind, status: fields?["status"]?.string ?? "",
            detail: (fields?["diagnostic"]?.string ?? fields?["type"]?.string ?? "").withoutAddresses,
            receivedAt: receivedAt, position: position)
    }

    /// Hands over what is known again.
    mutating func settle() async throws {
        guard !waiting.isEmpty else { return }
        var found: [ReturnedMail] = []
        var rest: [Report] = []
        let now = house.clock.now()
        for report in waiting {
            if let delivery = try house.store.delivery(withKey: report.key) {
                guard delivery.hasNotTaken(reportAt: report.position) else { continue }
                found.append(
                    ReturnedMail(
                        kind: report.kind, effect: delivery.effect, key: report.key, at: report.receivedAt,
                        position: report.position, status: report.status, detail: report.detail))
            } else if now - report.receivedAt < Returns.patience {
                rest.append(report)
            } else {
                logger.warning("a mail came back that nothing is known of", metadata: ["key": "\(report.key)"])
            }
        }
        // One report may speak twice about one mail; what it says worst is what happened.
        found = Dictionary(grouping: found) { "\($0.key) \($0.position)" }.values
            .map { $0.first { $0.kind == .bounce } ?? $0[0] }
            .sorted { ($0.position, $0.key) < ($1.position, $1.key) }
        if !found.isEmpty { try await house.take(.returned(found)) }
        waiting = rest
    }
}
