/// What one step decided. Stored in one transaction or not at all.
public struct Decision: Sendable {
    public var facts: [Fact] = []
    public var effects: [Effect] = []
    public var alerts: [StoredAlert] = []
    /// What changes about alerts that are stored already.
    public var news: [AlertNews] = []
    public var documents: [Document] = []
    public var audiences: [Audience] = []
    public var entries: [Entry] = []
    public var deliveries: [Delivery] = []
    public var returned: [ReturnedMail] = []
    /// The effect whose outcome caused this step; its row is finished in the same transaction.
    public var settled: EffectID?

    public var isEmpty: Bool {
        facts.isEmpty && alerts.isEmpty && news.isEmpty && deliveries.isEmpty && returned.isEmpty && settled == nil
    }
}
