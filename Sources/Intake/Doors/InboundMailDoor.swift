import OnRecord
import Sigma

/// Mail that something else received: `POST /in/{token}/mail` with the message as it came (`message/rfc822`), from a mail
/// Worker or an MTA's pipe. The envelope may come with it in `X-Envelope-From` and `X-Envelope-To`.
///
/// The answer is 202 for every message, so that no sender tries a mail again that we could read no better next time.
public struct InboundMailDoor: Door {
    public static let name = "mail"
    public static let keepsBody = false

    private let trust: MailTrust

    public init(trust: MailTrust = .nearestHop) { self.trust = trust }

    public func read(_ request: DoorRequest) -> DoorReading {
        wrongMethod(request, allowed: ["POST"]) ?? answer(reading(request))
    }

    /// The same with what an automatic reply and the attachments need.
    public func reading(_ request: DoorRequest) -> MailReading {
        let envelope = MailReading.Envelope(
            sender: request.headers["x-envelope-from"], recipient: request.headers["x-envelope-to"])
        return MailReading.read(request.body, envelope: envelope, trust: trust, receivedAt: request.receivedAt)
    }

    public func answer(_ reading: MailReading) -> DoorReading {
        let receipt: Value = [
            "kind": .string(reading.kind.rawValue), "signals": .integer(Int64(reading.signals.count)),
        ]
        return DoorReading(reading.signals, answer: .json(202, receipt))
    }
}
