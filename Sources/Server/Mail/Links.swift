import OnRecord
import Pages

/// Addresses that stand in mails. Each that does something carries a code only this installation can make.
struct Links: Sendable {
    let secrets: Secrets
    let publicURL: String
    let privateURL: String
    var tokens: MailTokens { MailTokens(secrets: secrets) }

    func acknowledge(_ incident: IncidentID, _ responder: String) -> String {
        "\(publicURL)/ack/\(incident)/\(responder)/\(secrets.code("acknowledge", incident, responder))"
    }

    func isAcknowledgement(_ code: String, _ incident: IncidentID, _ responder: String) -> Bool {
        secrets.isCode(code, "acknowledge", incident, responder)
    }

    func reissue(_ incident: IncidentID, _ customer: CustomerID) -> String {
        "\(publicURL)/account/reissue/\(incident)/\(customer)/\(secrets.code("reissue", incident, customer))"
    }

    func isReissue(_ code: String, _ incident: IncidentID, _ customer: CustomerID) -> Bool {
        secrets.isCode(code, "reissue", incident, customer)
    }

    func confirm(_ subscriber: SubscriberID) -> String {
        "\(publicURL)\(SubscribePages.path)/\(subscriber)/\(secrets.code("subscribe", subscriber))"
    }

    func isConfirmation(_ code: String, _ subscriber: SubscriberID) -> Bool {
        secrets.isCode(code, "subscribe", subscriber)
    }

    /// Where a subscription is changed, and ended by one POST (RFC 8058). The key alone opens it: it has to work from
    /// a mail program, without anything else.
    func manage(_ subscriber: Subscriber) -> String { publicURL + Links.managePath(subscriber.key) }

    static func managePath(_ key: String) -> String { "/u/\(key)" }

    func room(_ incident: IncidentID) -> String { "\(privateURL)/incidents/\(incident)" }
}
