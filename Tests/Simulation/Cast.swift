import Foundation
import OnRecord
import Server
import Sigma

/// The house that is simulated: Keyvault Edge as it ships, with data sets and duties added so that statutory clocks run too.
enum Cast {
    static let policy: Policy = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let rules = ["auth-failure-lines", "auth-failures", "downtime", "stolen-token"].map { name in
            RuleSource(path: name, text: text("\(root)/Rules/keyvault-edge/\(name).yml"))
        }
        do {
            return try Policy.parse(
                text("\(root)/Policies/keyvault-edge.yaml").replacing("  amount: full_period", with: billing) + duties,
                file: "keyvault-edge.yaml", rules: rules)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// Credits go out by themselves once they are approved, so that the way there breaks as well.
    private static let billing = "  connector: stripe\n  key_from: BILLING_KEY"

    private static let duties = """

        data_sets:
          - {id: accounts, title: Accounts, role: controller, holds: [personal_data], people: account holders}
          - {id: vaults, title: Vaults, role: processor, holds: [keys], people: people in vaults}
        duties:
          - id: eu-gdpr-33-1
            says: The authority has our notification in the time that the law gives.
          - {id: eu-gdpr-33-2, within: 12h}
          - eu-gdpr-33-4
          - eu-gdpr-33-5
          - id: eu-gdpr-34-1
            says: People at high risk are told.
          - eu-dora-initial-classification
          - eu-dora-initial-awareness
          - eu-dora-intermediate
          - au-ndb-assessment
          - id: authority
            says: We notify the data protection authority within 72 hours of becoming aware of a personal data breach.
            when: {involves: personal_data}
            from: aware
            to: authority_notified
            within: 72h
            citation: GDPR Art. 33(1)
            recipient: The competent data protection authority
          - id: answer
            says: Who reports to us is answered within 3 days.
            from: reported
            to: answered
            within: 72h
            citation: The house's own word
            recipient: The reporter
        """

    private static func text(_ path: String) -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
            preconditionFailure("\(path): \(error)")
        }
    }

    static let customers = (1...6).map { number in
        Customer(id: "c\(number)", name: "\(surname) \(number)", mail: "c\(number)@customer.example", periodPrice: 4900)
    }

    /// Two for each customer.
    static func tokens(at now: Timestamp) -> [Token] {
        customers.flatMap { customer in
            [1, 2].map { Token(id: "t\(customer.id.dropFirst())\($0)", customer: customer.id, mintedAt: now) }
        }
    }

    /// Mailboxes whose owners subscribe, and leave, and come again.
    static let readers = (1...4).map { "reader\($0)@reader.example" }

    static let origin = "keyvault.example/trust/record"

    // MARK: - What must never stand in journal or record

    private static let surname = "Nescio"
    private static let network = "203.0.113."

    /// Every customer has this surname, every mail address an @, every client an address in this network.
    static let personal = [surname, "@", network]

    static func address(_ number: Int) -> String { "\(network)\(number)" }
}
