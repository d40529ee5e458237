/// A rule's detection section, compiled, with the position of its rule in the set.
final class Detection: Sendable {
    let rule: Int
    let logsource: LogsourceTest
    let selections: [Selection]
    let condition: Condition

    init(rule: Int, logsource: LogsourceTest, selections: [Selection], condition: Condition) {
        self.rule = rule
        self.logsource = logsource
        self.selections = selections
        self.condition = condition
    }

    /// Whatever source the event is from.
    func matches(_ event: EventView) -> Bool {
        condition.holds(for: event, selections)
    }
}
