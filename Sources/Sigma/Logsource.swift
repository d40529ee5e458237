/// Which events a rule is meant for (rules specification, "LogSource").
public struct Logsource: Sendable, Hashable, Codable {
    public var category: String?
    public var product: String?
    public var service: String?
    /// Words for whoever connects the source; never evaluated.
    public var definition: String?

    public init(category: String? = nil, product: String? = nil, service: String? = nil, definition: String? = nil) {
        self.category = category
        self.product = product
        self.service = service
        self.definition = definition
    }
}

/// Whether a rule may look at an event: what both say about the source has to agree, case ignored. What the rule or the
/// event leaves open agrees with everything.
struct LogsourceTest: Sendable, Hashable {
    private let category: TextPattern?
    private let product: TextPattern?
    private let service: TextPattern?

    init(_ logsource: Logsource) {
        func pattern(_ name: String?) -> TextPattern? {
            name.map { TextPattern(WildcardText(literal: $0), cased: false) }
        }
        // The category covers what others name one by one (taxonomy appendix): registry_add, _delete, _set, _rename.
        category =
            logsource.category?.lowercased() == "registry_event"
            ? TextPattern(WildcardText("registry_*"), cased: false) : pattern(logsource.category)
        product = pattern(logsource.product)
        service = pattern(logsource.service)
    }

    func admits(_ source: EventSource) -> Bool {
        func agrees(_ pattern: TextPattern?, _ name: String?) -> Bool {
            guard let pattern, let name else { return true }
            return pattern.matches(name)
        }
        return agrees(category, source.category) && agrees(product, source.product) && agrees(service, source.service)
    }
}

/// What an event says about where it comes from.
struct EventSource {
    /// Fields that do so begin with this.
    static let fieldPrefix = "logsource_"

    let category: String?
    let product: String?
    let service: String?

    init(of event: EventView) {
        func text(_ key: FieldKey) -> String? { event.fields[key]?.value.string }
        category = text(Self.categoryKey)
        product = text(Self.productKey)
        service = text(Self.serviceKey)
    }

    private static let categoryKey = FieldKey(fieldPrefix + "category")
    private static let productKey = FieldKey(fieldPrefix + "product")
    private static let serviceKey = FieldKey(fieldPrefix + "service")
}
