/// Data that the operator keeps, as the policy names it. Our role belongs to a set and never to the whole company.
public struct DataSet: Sendable, Hashable {
    public var id, title: String
    public var roles: Set<Role>
    /// What is in it, in the words of a scope.
    public var holds: [DataKind]
    /// Whose data it is, in public words: `people who use an account`.
    public var people: String
}

extension Policy {
    /// The assessment with what the policy knows about its data sets.
    /// - Throws: `Refusal` when it names a set the policy does not have, or a number that is none.
    func checked(_ assessment: Assessment) throws -> Assessment {
        var checked = assessment
        checked.dataSets = assessment.dataSets.unique
        if let stray = checked.dataSets.first(where: { id in !dataSets.contains { $0.id == id } }) {
            throw Refusal.unknown("A data set", stray, expected: dataSets.map(\.id))
        }
        if !checked.dataSets.isEmpty {
            checked.roles = dataSets.filter { checked.dataSets.contains($0.id) }.reduce(into: []) {
                $0.formUnion($1.roles)
            }
        }
        for (place, count) in checked.people
        where !(0...Assessment.countMax).contains(count) || !Assessment.isPlace(place) {
            throw Refusal.invalid(
                "people.\(place.prefix(20)) is \(count); expected a place such as DE or US-CA, or `\(Assessment.everywhere)`, and a number from 0 to \(Assessment.countMax). Correct it."
            )
        }
        if let records = checked.records, !(0...Assessment.countMax).contains(records) {
            throw Refusal.invalid("records is \(records); expected 0 to \(Assessment.countMax). Correct it.")
        }
        if let context = checked.severity?.context, !(1...4).contains(context) {
            throw Refusal.invalid("severity.context is \(context); expected 1 to 4. Correct it.")
        }
        return checked
    }
}

extension Assessment {
    /// More than there are people, with room for records.
    static let countMax = 1_000_000_000_000

    static func isPlace(_ text: String) -> Bool {
        if text == everywhere { return true }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
        guard let country = parts.first, country.count == 2, country.allSatisfy(isUpper) else { return false }
        return parts.count == 1
            || parts.count == 2 && (1...3).contains(parts[1].count)
                && parts[1].allSatisfy { isUpper($0) || (48...57).contains($0) }
    }
}
