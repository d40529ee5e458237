import OnRecord

/// Everything the public pages are made from. Rendering is a function of this value and of nothing else.
public struct SiteView: Sendable {
    public var policy: Policy
    public var state: State
    /// The public documents of all incidents with a page or an entry in the changelog.
    public var documents: [DocumentID: Document]
    public var record: RecordView?
    /// When these bytes are made; pages show it.
    public var madeAt: Timestamp

    public init(
        policy: Policy, state: State, documents: [DocumentID: Document], record: RecordView?, madeAt: Timestamp
    ) {
        (self.policy, self.state, self.documents) = (policy, state, documents)
        (self.record, self.madeAt) = (record, madeAt)
    }

    /// Incidents that have a page, newest first.
    public var publicIncidents: [Incident] { state.allIncidents.filter { $0.page != nil }.reversed() }
}

/// Where the public record stands.
public struct RecordView: Sendable, Hashable {
    public var origin: String
    public var verifierKey: String
    /// Number of entries the newest signed checkpoint covers.
    public var size: Int
    /// Root hash of that checkpoint, base64.
    public var root: String

    public init(origin: String, verifierKey: String, size: Int, root: String) {
        (self.origin, self.verifierKey, self.size, self.root) = (origin, verifierKey, size, root)
    }
}

/// One public resource as bytes.
public struct PublicFile: Sendable, Hashable {
    /// Absolute path on the public listener: `/trust/incidents/`.
    public var path: String
    public var contentType: String
    public var bytes: [UInt8]

    public init(path: String, contentType: String, bytes: [UInt8]) {
        (self.path, self.contentType, self.bytes) = (path, contentType, bytes)
    }
}
