import OnRecord
import Sigma

/// What other servers tell about mails of ours: they bounced, were delayed, or somebody complained.
/// Anybody can write such a report, so it speaks only about messages that are known to have been sent.
struct DeliveryReport {
    /// One signal for each recipient. Empty when the report says that all went well.
    private(set) var signals: [Signal] = []
    let isComplaint: Bool

    /// Blocks of a report that are read: the first about the message, each other about a recipient.
    private static let blocksMax = 100

    /// Nil for a message that is no report (RFC 3462).
    init?(_ message: MIMEPart, returnedTo address: ReturnAddress?, at moment: Timestamp) {
        guard message.content.value == "multipart/report" else { return nil }
        let returned = Self.returned(message)
        if let part = message.first(ofType: "message/delivery-status") {
            isComplaint = false
            signals = Self.blocks(part.decoded).dropFirst().compactMap {
                Self.bounce($0, address, returned, at: moment)
            }
        } else if let part = message.first(ofType: "message/feedback-report") {
            isComplaint = true
            let block = Self.blocks(part.decoded).first ?? MailHeaders.split([]).0
            signals = [Self.complaint(block, address, returned, at: moment)]
        } else {
            return nil
        }
    }

    /// RFC 3464 section 2.3. Of what arrived nothing is said.
    private static func bounce(
        _ block: MailHeaders, _ address: ReturnAddress?, _ returned: MailHeaders?, at moment: Timestamp
    ) -> Signal? {
        let action = (block["action"] ?? "").lowercased()
        guard action == "failed" || action == "delayed" else { return nil }
        // A failed delivery is final whatever its status: nobody will try again.
        let isHard = action == "failed"
        let recipient =
            address?.recipient ?? mailbox(block["original-recipient"]) ?? mailbox(block["final-recipient"])
        let message = address?.message ?? ReturnAddress.message(ofID: returned?["message-id"])
        var delivery: [String: Value] = ["class": isHard ? "hard" : "soft", "action": .string(action)]
        delivery["message"] = message.map { .string($0) }
        delivery["recipient"] = recipient.map { .string($0) }
        delivery["status"] = status(block["status"]).map { .string($0) }
        delivery["diagnostic"] = typed(block["diagnostic-code"]).map { .string($0.oneLine(max: 500)) }
        delivery["remote_mta"] = typed(block["remote-mta"]).map { .string($0.oneLine(max: 255)) }
        return Signal(
            state: .bounce, at: moment, key: message, severity: isHard ? .error : .warning,
            title: isHard ? "A mail did not arrive" : "A mail is delayed",
            fields: ["logsource_product": "mail", "delivery": .map(delivery)])
    }

    /// RFC 5965 section 3.
    private static func complaint(
        _ block: MailHeaders, _ address: ReturnAddress?, _ returned: MailHeaders?, at moment: Timestamp
    ) -> Signal {
        let verp = address ?? block["original-mail-from"].flatMap { ReturnAddress(unbracketed($0)) }
        let recipient = verp?.recipient ?? mailbox(block["original-rcpt-to"]) ?? mailbox(returned?["to"])
        let message = verp?.message ?? ReturnAddress.message(ofID: returned?["message-id"])
        var complaint: [String: Value] = [
            "type": .string((block["feedback-type"] ?? "other").lowercased().oneLine(max: 40))
        ]
        complaint["message"] = message.map { .string($0) }
        complaint["recipient"] = recipient.map { .string($0) }
        return Signal(
            state: .complaint, at: moment, key: message, severity: .warning,
            title: "A recipient complained about a mail",
            fields: ["logsource_product": "mail", "complaint": .map(complaint)])
    }

    /// The header of the message that the report is about.
    private static func returned(_ report: MIMEPart) -> MailHeaders? {
        (report.first(ofType: "text/rfc822-headers") ?? report.first(ofType: "message/rfc822")).map {
            MailHeaders.split($0.decoded[...]).0
        }
    }

    private static func blocks(_ bytes: [UInt8]) -> [MailHeaders] {
        var rest = bytes[...]
        var blocks: [MailHeaders] = []
        while !rest.isEmpty, blocks.count <= blocksMax {
            let block: MailHeaders
            (block, rest) = MailHeaders.split(rest)
            if !block.fields.isEmpty { blocks.append(block) }
        }
        return blocks
    }

    /// `rfc822; kim@tenant.example`, or the address alone.
    private static func mailbox(_ field: String?) -> String? { typed(field).flatMap { Mailbox($0)?.address } }

    /// What stands behind the type of a typed value.
    private static func typed(_ field: String?) -> String? {
        guard let field else { return nil }
        guard let semicolon = field.firstIndex(of: ";") else { return field }
        return String(field[semicolon...].dropFirst().drop { $0 == " " })
    }

    private static func unbracketed(_ field: String) -> String { field.filter { $0 != "<" && $0 != ">" && $0 != " " } }

    /// `5.1.1` (RFC 3463); a comment behind it is left out.
    private static func status(_ field: String?) -> String? {
        let found = String((field ?? "").prefix { $0 != " " })
        let numbers = found.split(separator: ".", omittingEmptySubsequences: false)
        let isStatus = numbers.count == 3 && numbers.allSatisfy { (1...3).contains($0.utf8.count) && UInt16($0) != nil }
        return isStatus ? found : nil
    }
}
