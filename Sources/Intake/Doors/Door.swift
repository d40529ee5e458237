import OnRecord

/// One way for other tools to reach us: reads a request into signals, and answers as its senders need it.
/// A door has no socket, no clock and no disk: what it cannot know is handed in.
public protocol Door: Sendable {
    /// The last part of its address: `grafana` is reached at `/in/{token}/grafana`.
    static var name: String { get }

    /// What rules find under `logsource.product`. The door's name, where it is not said otherwise.
    static var product: String { get }

    /// Whether a request's body may be kept beside its signals as evidence: not where it holds what is never stored, such
    /// as tokens in clear, or people's names and words.
    static var keepsBody: Bool { get }

    /// Whether it checks the signatures of sources that sign.
    static var verifiesSignatures: Bool { get }

    /// Never fails: what cannot be read but comes from a known source becomes one signal of state `unparsed`, unless the
    /// sender is to be told that it is wrong.
    func read(_ request: DoorRequest) -> DoorReading

    /// What a sender is told when its request is not taken at all. The default is plain; doors that stand in for another
    /// product keep that product's shape.
    func refuse(_ reason: DoorRefusal) -> DoorAnswer

    /// The same for doors that answer in the media type they are asked in.
    func refuse(_ reason: DoorRefusal, contentType: String?) -> DoorAnswer
}

extension Door {
    public static var product: String { name }
    public static var keepsBody: Bool { true }
    public static var verifiesSignatures: Bool { false }

    public func refuse(_ reason: DoorRefusal, contentType: String?) -> DoorAnswer { refuse(reason) }

    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        .text(reason.status, reason.text + "\n").adding(reason.headers)
    }
}
