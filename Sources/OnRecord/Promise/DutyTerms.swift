/// What a clock of an adopted duty holds beyond other clocks: the law's side of its terms, frozen when it was armed.
public struct DutyTerms: Sendable, Hashable, Codable {
    /// The filing that ends it: rows of the catalogue that describe one submission share it. Nil where a notice or an
    /// assessment ends it.
    public var filing: String?
    /// The law names no number; the target is ours.
    public var isSuggested: Bool
    /// The policy says it in public, so its result is published.
    public var isPublic: Bool

    public init(filing: String?, isSuggested: Bool, isPublic: Bool) {
        (self.filing, self.isSuggested, self.isPublic) = (filing, isSuggested, isPublic)
    }
}
