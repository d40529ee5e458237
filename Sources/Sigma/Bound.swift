/// One criterion of a correlation's condition (correlation rules specification, "Condition"). Several hold together.
struct Bound: Sendable, Hashable, Codable {
    enum Criterion: String, Sendable, Codable, CaseIterable {
        case gt, gte, lt, lte, eq, neq
    }

    let criterion: Criterion
    let amount: Amount

    func holds(_ value: Int128, perUnit divisor: Int128 = 1) -> Bool {
        // The divisor is positive: comparing products is comparing quotients, and stays exact.
        let limit = amount.units * divisor
        return switch criterion {
        case .gt: value > limit
        case .gte: value >= limit
        case .lt: value < limit
        case .lte: value <= limit
        case .eq: value == limit
        case .neq: value != limit
        }
    }
}

extension [Bound] {
    /// Whether all hold for `units / divisor`, where units are those of `Amount`.
    func hold(_ units: Int128, perUnit divisor: Int128 = 1) -> Bool {
        allSatisfy { $0.holds(units, perUnit: divisor) }
    }

    func hold(count: Int) -> Bool { hold(Int128(count) * Amount.unitsPerOne) }

    /// Each criterion can only change its answer at its number or right after it, so no other counts need a look.
    var smallestCount: Int? {
        let numbers = map { Int($0.amount.units / Amount.unitsPerOne) }
        return ([1] + numbers.flatMap { [$0, $0 + 1] }).filter { $0 >= 1 }.sorted().first { hold(count: $0) }
    }
}
