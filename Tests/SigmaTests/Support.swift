import Sigma
import Testing

/// Loads rules that are expected to be sound.
func load(_ yaml: String, _ location: SourceLocation = #_sourceLocation) throws -> RuleSet {
    let (rules, problems) = RuleSet.load([RuleSource(path: "rules.yml", text: yaml)])
    try #require(problems.isEmpty, "\(problems)", sourceLocation: location)
    return rules
}

/// What is wrong with rules that are expected not to be sound.
func problems(_ yaml: String) -> [RuleProblem] {
    RuleSet.load([RuleSource(path: "rules.yml", text: yaml)]).problems
}

/// A rule called “r” with this detection section, written from the left margin.
func rule(detection: String) -> String {
    """
    title: A test rule
    id: r
    logsource: {category: application}
    detection:
    \(indented(detection, by: 2))
    """
}

/// A rule called “r” with one selection.
func rule(selection: String) -> String {
    rule(detection: "selection:\n\(indented(selection, by: 2))\ncondition: selection")
}

private func indented(_ text: String, by width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { String(repeating: " ", count: width) + $0 }.joined(separator: "\n")
}

/// Whether a selection matches an event with these fields.
func selection(
    _ selection: String, matches fields: [String: Value], text: String? = nil,
    _ location: SourceLocation = #_sourceLocation
) throws -> Bool {
    var detector = Detector(rules: try load(rule(selection: selection), location))
    return !detector.observe(Event(at: 0, fields: fields, text: text)).isEmpty
}

/// Whether a field test matches a field's text.
func field(_ test: String, matches text: String, _ location: SourceLocation = #_sourceLocation) throws -> Bool {
    try selection(test, matches: ["f": .string(text)], location)
}

/// Failed sign-ins counted by address: more than three in fifteen minutes.
let bruteForce = """
    title: Failed sign-in
    name: failed
    logsource: {category: authentication}
    detection:
      selection: {kind: auth_failure}
      condition: selection
    ---
    title: Many failed sign-ins
    id: brute-force
    correlation:
      type: event_count
      rules: [failed]
      group-by: [ip]
      timespan: 15m
      condition: {gt: 3}
    """

func failure(_ ip: String, at seconds: Double) -> Event {
    Event(at: Int64((seconds * 1_000).rounded()), fields: ["kind": "auth_failure", "ip": .string(ip)])
}

extension Detector {
    mutating func observe(_ events: [Event]) -> [Match] { events.flatMap { observe($0) } }
}
