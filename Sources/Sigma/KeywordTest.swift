/// Words sought in a whole event: in every field's value, at any depth, and in its raw text. Field names are not
/// searched, nor is `logsource_*`, which says where an event comes from and not what it says.
final class KeywordTest: Sendable {
    let key: String
    let keywords: [ValueTest]
    let needsAll: Bool

    init(key: String, keywords: [ValueTest], needsAll: Bool) {
        self.key = key
        self.keywords = keywords
        self.needsAll = needsAll
    }

    func matches(_ event: EventView) -> Bool {
        let values = (event.fields.value.map ?? [:]).filter { !$0.key.hasPrefix(EventSource.fieldPrefix) }.map(\.value)
        func isInEvent(_ keyword: ValueTest) -> Bool {
            if let text = event.text, keyword.matches(.value(.string(text)), in: event) { return true }
            return values.contains { isFound(keyword, in: $0, of: event) }
        }
        return needsAll ? keywords.allSatisfy(isInEvent) : keywords.contains(where: isInEvent)
    }

    private func isFound(_ keyword: ValueTest, in value: Value, of event: EventView) -> Bool {
        switch value {
        case .null: false
        case .list(let members): members.contains { isFound(keyword, in: $0, of: event) }
        case .map(let members): members.values.contains { isFound(keyword, in: $0, of: event) }
        case .bool, .integer, .double, .string: keyword.matches(.value(value), in: event)
        }
    }
}
