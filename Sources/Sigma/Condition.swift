/// How selections combine; a selection is named by its position in the detection.
indirect enum Condition: Sendable, Hashable {
    case selection(Int)
    case not(Condition)
    case and([Condition])
    case or([Condition])
    /// At least so many of these selections.
    case atLeast(Int, of: [Int])

    func holds(for event: EventView, _ selections: [Selection]) -> Bool {
        switch self {
        case .selection(let index): return selections[index].matches(event)
        case .not(let condition): return !condition.holds(for: event, selections)
        case .and(let conditions):
            for condition in conditions where !condition.holds(for: event, selections) { return false }
            return true
        case .or(let conditions):
            for condition in conditions where condition.holds(for: event, selections) { return true }
            return false
        case .atLeast(let least, let indices):
            var count = 0
            for index in indices where selections[index].matches(event) {
                count += 1
                if count == least { return true }
            }
            return false
        }
    }
}
