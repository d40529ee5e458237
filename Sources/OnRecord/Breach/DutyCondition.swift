/// When a duty is owed, over the answers of an assessment. Every part that is there must hold.
public struct DutyCondition: Sendable, Hashable {
    /// What the duty is about: each must be so, or possible.
    public var needs: [Question] = []
    /// A breach is the loss of at least one of these.
    public var lost: [Question] = []
    /// Our role towards the people behind the data; any of them will do.
    public var roles: Set<Role> = []
    public var risk: Set<Risk> = []
    public var people: Threshold?
    /// At least one of these must hold.
    public var anyOf: [DutyCondition] = []
    /// Exits: a plain yes to one of them ends the duty.
    public var unless: [Question] = []

    public init() {}

    /// A number of people at one place that decides.
    public struct Threshold: Sendable, Hashable {
        public enum Bound: String, Sendable, Hashable, CaseIterable {
            case over
            case atLeast = "at_least"
            case under
        }

        public var bound: Bound
        public var count: Int
        /// ISO 3166, such as `US-CA`; `Assessment.everywhere`; or `US-*`, any one subdivision of the country.
        public var place: String

        public init(_ bound: Bound, _ count: Int, of place: String = Assessment.everywhere) {
            (self.bound, self.count, self.place) = (bound, count, place)
        }
    }
}

extension DutyCondition.Threshold {
    /// Nil: the numbers given do not settle it.
    func isMet(by people: [String: Int]) -> Bool? {
        guard let country = wildcardCountry else { return settle(people[place], within: people) }
        let parts = people.filter { $0.key.hasPrefix("\(country)-") }.map(\.value)
        if parts.contains(where: isMet) { return true }
        // Those not yet placed cannot all live in one more place and reach it: settled, too.
        guard let all = [people[country], people[Assessment.everywhere]].compactMap(\.self).min() else { return nil }
        return isMet(all - parts.reduce(0, +)) ? nil : false
    }

    private func settle(_ exact: Int?, within people: [String: Int]) -> Bool? {
        if let exact { return isMet(exact) }
        let isEverywhere = place == Assessment.everywhere
        // A whole is at least as large as its largest part, and a part at most as large as its whole.
        let least = people.filter { isEverywhere || $0.key.hasPrefix("\(place)-") }.map(\.value).max() ?? 0
        let country = place.split(separator: "-").first.map(String.init) ?? place
        let most = isEverywhere ? nil : [people[country], people[Assessment.everywhere]].compactMap(\.self).min()
        switch bound {
        case .over, .atLeast: return isMet(least) ? true : most.flatMap { isMet($0) ? nil : false }
        case .under: return isMet(least) ? most.flatMap { isMet($0) ? true : nil } : false
        }
    }

    private func isMet(_ number: Int) -> Bool {
        switch bound {
        case .over: number > count
        case .atLeast: number >= count
        case .under: number < count
        }
    }

    private var wildcardCountry: String? { place.hasSuffix("-*") ? String(place.dropLast(2)) : nil }

    var placeText: String {
        if place == Assessment.everywhere { return "" }
        return wildcardCountry.map { " in one state or area of \($0)" } ?? " in \(place)"
    }

    /// `more than 500 people in US-CA`.
    public var text: String {
        switch bound {
        case .over: "more than \(count) people\(placeText)"
        case .atLeast: "\(count) people or more\(placeText)"
        case .under: "fewer than \(count) people\(placeText)"
        }
    }
}
