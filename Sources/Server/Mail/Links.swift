import OnRecord

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

    func room(_ incident: IncidentID) -> String { "\(privateURL)/incidents/\(incident)" }
}
