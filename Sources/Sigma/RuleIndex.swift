/// Which rules an event may match at all. Most rules need a certain text in a certain field, and most events have no
/// such text: the index names the few that are worth a closer look, at a cost that hardly grows with their number.
final class RuleIndex: Sendable {
    /// One field, and the rules that need something of it.
    final class Field: Sendable {
        let path: FieldPath
        /// Rules that may match whatever the field holds.
        let rules: [Int]
        let texts: Texts?

        fileprivate init(_ path: FieldPath, rules: [Int], texts: Texts?) {
            (self.path, self.rules, self.texts) = (path, rules, texts)
        }
    }

    /// Literals, and for each the rules that need it.
    final class Texts: Sendable {
        let automaton: Automaton
        let rules: [[Int]]

        fileprivate init(_ automaton: Automaton, rules: [[Int]]) { (self.automaton, self.rules) = (automaton, rules) }
    }

    /// Rules that may match whatever the event holds.
    let always: [Int]
    let fields: [Field]
    let keywords: Texts?
    /// Fields of one key, by that key.
    let simple: FieldTable
    /// Fields that have to be looked up each on its own.
    let other: [Int]

    /// - Parameter detections: rules are named by their position here.
    init(_ detections: [Detection]) {
        var builder = RuleIndexBuilder()
        for (rule, detection) in detections.enumerated() { builder.add(detection.clues, for: rule) }
        always = builder.always
        let fields = builder.fields.map { Field($0.path, rules: $0.rules, texts: $0.texts.finished) }
        self.fields = fields
        keywords = builder.keywords.finished
        simple = FieldTable(fields.enumerated().compactMap { index, field in field.path.onlyKey.map { ($0, index) } })
        other = fields.indices.filter { fields[$0].path.onlyKey == nil }
    }
}

private struct RuleIndexBuilder {
    private(set) var always: [Int] = []
    private(set) var fields: [(path: FieldPath, rules: [Int], texts: TextsBuilder)] = []
    private(set) var keywords = TextsBuilder()
    private var numbers: [String: Int] = [:]

    /// - Parameter clues: any of them lets the rule match; nil: it may match without.
    mutating func add(_ clues: [Clue]?, for rule: Int) {
        guard let clues else { return always.append(rule) }
        for clue in Set(clues) {
            switch clue {
            case .field(let path): fields[number(path)].rules.append(rule)
            case .literal(let path, let text):
                let field = number(path)
                if !fields[field].texts.add(text, for: rule) { fields[field].rules.append(rule) }
            case .keyword(let text):
                if !keywords.add(text, for: rule) { always.append(rule) }
            }
        }
    }

    private mutating func number(_ path: FieldPath) -> Int {
        if let number = numbers[path.name] { return number }
        numbers[path.name] = fields.count
        fields.append((path, [], TextsBuilder()))
        return fields.count - 1
    }
}

private struct TextsBuilder {
    /// Bytes of literals, which bound an automaton's memory; beyond it, having the field has to do.
    private static let bytesMax = 1 << 17

    private var texts: [ClueText] = []
    private var rules: [[Int]] = []
    private var numbers: [ClueText: Int] = [:]
    private var byteCount = 0

    /// False if there is no more room.
    mutating func add(_ text: ClueText, for rule: Int) -> Bool {
        if let number = numbers[text] {
            rules[number].append(rule)
            return true
        }
        guard byteCount + text.bytes.count <= TextsBuilder.bytesMax else { return false }
        byteCount += text.bytes.count
        numbers[text] = texts.count
        texts.append(text)
        rules.append([rule])
        return true
    }

    var finished: RuleIndex.Texts? { texts.isEmpty ? nil : RuleIndex.Texts(Automaton(texts), rules: rules) }
}
