/// What a notice must hold, and which of it is there. What is not known is shown as not known and never made up.
public struct Checklist: Sendable, Hashable {
    public var items: [Item]

    public struct Item: Sendable, Hashable {
        public var key: ContentKey
        public var requirement: Requirement
        /// Nil: not yet known.
        public var entry: Particulars.Entry?

        public var isKnown: Bool { entry != nil }
    }

    public enum Requirement: String, Sendable, Hashable, Codable {
        /// The law or the contract names it.
        case required
        /// Advice of the authorities, or our own.
        case recommended
    }

    /// - Parameter isLate: then it must also say why (GDPR Art. 33(1), second sentence).
    public init(
        _ contents: [ContentKey], recommended: Set<ContentKey> = [], isLate: Bool = false, from particulars: Particulars
    ) {
        var seen: Set<ContentKey> = []
        let keys = (contents + (isLate ? [.reasonsForDelay] : [])).filter { seen.insert($0).inserted }
        items = keys.map { key in
            let isOwed = !recommended.contains(key) || (isLate && key == .reasonsForDelay)
            return Item(key: key, requirement: isOwed ? .required : .recommended, entry: particulars[key])
        }
        fillUndetermined(in: particulars.language)
    }

    public var known: [Item] { items.filter(\.isKnown) }
    /// Required and not there.
    public var missing: [Item] { items.filter { !$0.isKnown && $0.requirement == .required } }
    public var isComplete: Bool { missing.isEmpty }

    public subscript(key: ContentKey) -> Item? { items.first { $0.key == key } }

    /// Which facts are not yet known is itself a fact that a filing can be asked for.
    private mutating func fillUndetermined(in language: Language) {
        guard let index = items.firstIndex(where: { $0.key == .undeterminedItems && !$0.isKnown }) else { return }
        let open = items.filter { !$0.isKnown && $0.key != .undeterminedItems }.map { $0.key.title(in: language) }
        guard !open.isEmpty else { return }
        items[index].entry = .init(open.map { "- \($0)" }.joined(separator: "\n"), .derived)
    }
}
