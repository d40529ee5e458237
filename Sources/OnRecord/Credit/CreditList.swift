import Crypto

/// A list of credits as the journal knows it: counts, sums and a hash. Its lines stand in the directory, and none of them
/// changes once the list is sealed: what was looked at is what is approved.
public struct CreditList: Sendable, Hashable, Codable {
    public var id: CreditListID
    public var incident: IncidentID
    public var at: Timestamp
    /// Who get something.
    public var count: Int
    /// In the smallest unit, by currency.
    public var totals: [String: Int]
    /// How many get nothing, by reason.
    public var without: [String: Int]
    /// SHA-256 over the lines of those who get something, in the order of their ids: hex.
    public var hash: String

    public init(
        id: CreditListID, incident: IncidentID, at moment: Timestamp, count: Int, totals: [String: Int],
        without: [String: Int], hash: String
    ) {
        (self.id, self.incident, at) = (id, incident, moment)
        (self.count, self.totals, self.without, self.hash) = (count, totals, without, hash)
    }

    /// `2 customers, 98.00 EUR`
    public var text: String { CreditList.text(count, totals) }

    static func text(_ count: Int, _ totals: [String: Int]) -> String {
        let sums = totals.sorted { $0.key < $1.key }.map { Money.text($0.value, $0.key) }
        return (["\(count) customer\(count == 1 ? "" : "s")"] + sums).joined(separator: ", ")
    }

    /// Adds up lines in the order of their customers' ids.
    struct Draft {
        private var list: CreditList
        private var hash = SHA256()

        init(_ id: CreditListID, of incident: IncidentID, at moment: Timestamp) {
            list = CreditList(
                id: id, incident: incident, at: moment, count: 0, totals: [:], without: [:], hash: "")
        }

        mutating func add(_ credit: Credit) {
            guard credit.amount > 0 else {
                list.without[credit.reason.rawValue, default: 0] += 1
                return
            }
            list.count += 1
            list.totals[credit.currency, default: 0] += credit.amount
            let line = "\(credit.customer) \(credit.amount) \(credit.currency) \(credit.billingID ?? "")\n"
            hash.update(data: Array(line.utf8))
        }

        var sealed: CreditList {
            var list = list
            list.hash = CommittedText.hex(Array(hash.finalize()))
            return list
        }
    }
}

/// A person's word that a list is right, with what it came to: a recorded act.
public struct CreditApproval: Sendable, Hashable, Codable {
    public var list: CreditListID
    public var count: Int
    public var totals: [String: Int]
    public var hash: String

    public init(_ list: CreditList) {
        (self.list, count, totals, hash) = (list.id, list.count, list.totals, list.hash)
    }

    public var text: String { CreditList.text(count, totals) }
}
