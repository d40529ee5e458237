import Intake
import OnRecord

/// What is kept of a request: its signals and the body they came in, both without secrets, and with stand-ins where the
/// policy wants nobody to read a name.
struct EvidenceCare: Sendable {
    private let redactor: Redactor

    init(_ care: SignalCare, key: String) {
        let pseudonyms = Pseudonyms(fields: care.pseudonymise, key: Array(key.utf8))
        redactor = Redactor(pseudonyms: care.pseudonymise.isEmpty ? nil : pseudonyms)
    }

    /// Signals that came by no door: they are their own evidence.
    func batch(_ batch: SignalBatch) -> SignalBatch {
        var batch = batch
        batch.content = .signals(batch.signals.map { redactor.redact($0) })
        return batch
    }

    /// The batch to store; nil when there is nothing to store. Lines that had to be changed are taken apart no more.
    func batch(_ reading: inout DoorReading, of request: DoorRequest, at door: any Door) -> SignalBatch? {
        var batch = SignalBatch(source: request.source, receivedAt: request.receivedAt, content: reading.content)
        switch reading.content {
        case .lines(let bytes):
            if let redacted = redactor.redacted(bytes) {
                batch.content = .lines(redacted)
                reading.takenApart = nil
            }
        case .signals([]): return nil
        case .signals(let signals):
            batch.content = .signals(signals.map { redactor.redact($0) })
            let kind = type(of: door)
            // An empty body is a request that said everything in its address.
            if kind.keepsBody, !request.body.isEmpty {
                batch.evidence = SignalBatch.Evidence(door: kind.name, body: redactor.redact(request.body))
            }
        }
        return batch
    }
}
