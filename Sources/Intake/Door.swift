import OnRecord

/// One way for other tools to reach us: reads a request into signals, and answers as its senders need it.
/// A door has no socket, no clock and no disk: what it cannot know is handed in.
public protocol Door: Sendable {
    /// The last part of its address: `grafana` is reached at `/in/{token}/grafana`.
    static var name: String { get }

    /// Whether it checks signatures of sources that sign.
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

/// A request as a door sees it: decoded, bounded, and from a source that showed its token.
public struct DoorRequest: Sendable {
    /// In capitals.
    public var method: String
    /// What follows the door's own address, split at slashes and percent-decoded: `["start"]` of `/ping/<uuid>/start`.
    public var path: [String]
    public var query: [(name: String, value: String)]
    /// By lower-case name; the values of a repeated header joined by `, `.
    public var headers: [String: String]
    /// Decompressed, and exactly as it came otherwise: signatures are over these bytes.
    public var body: [UInt8]
    /// The source's id in the policy.
    public var source: String
    public var receivedAt: Timestamp
    /// What the source signs with, where the policy says that it signs.
    public var secret: String?
    /// The registry's token with this SHA-256 (lower-case hex) of its secret; nil: none of ours.
    public var registeredToken: @Sendable (_ hash: String) -> Token?

    public init(
        method: String = "POST", path: [String] = [], query: [(name: String, value: String)] = [],
        headers: [String: String] = [:], body: [UInt8] = [], source: String, receivedAt: Timestamp,
        secret: String? = nil, registeredToken: @escaping @Sendable (_ hash: String) -> Token? = { _ in nil }
    ) {
        (self.method, self.path, self.query, self.headers) = (method, path, query, headers)
        (self.body, self.source, self.receivedAt, self.secret) = (body, source, receivedAt, secret)
        self.registeredToken = registeredToken
    }

    /// The media type without parameters, in lower case.
    public var contentType: String? {
        headers["content-type"]?.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
    }

    public func query(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

public struct DoorReading: Sendable {
    /// Stored durably before the answer is given. Without signals there is nothing to store.
    public var content: SignalBatch.Content
    public var answer: DoorAnswer

    public init(_ signals: [Signal] = [], answer: DoorAnswer) {
        (content, self.answer) = (.signals(signals), answer)
    }

    /// Log lines are kept as they came and taken apart when rules look at them.
    public init(lines: [UInt8], answer: DoorAnswer) { (content, self.answer) = (.lines(lines), answer) }

    /// What was read; log lines are not taken apart yet.
    public var signals: [Signal] { if case .signals(let signals) = content { signals } else { [] } }
}

public struct DoorAnswer: Sendable, Equatable {
    public var status: Int
    /// By lower-case name.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    public static func text(_ status: Int, _ text: String) -> DoorAnswer {
        DoorAnswer(status, headers: ["content-type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    public static func json(_ status: Int, _ text: String) -> DoorAnswer {
        DoorAnswer(status, headers: ["content-type": "application/json"], body: Array(text.utf8))
    }
}

/// Why a request was not taken.
public enum DoorRefusal: Sendable, Hashable {
    /// No token of a source, or a signature that does not fit.
    case unauthorised
    /// More bytes than are taken, counted after decompression.
    case tooLarge(max: Int)
    case unsupportedEncoding(String)
    /// Encoded bytes that cannot be decoded.
    case damagedEncoding(String)
    /// It could not be stored now: the same request may come again after so many seconds.
    case busy(retryAfter: Int)

    public var status: Int {
        switch self {
        case .unauthorised: 401
        case .tooLarge: 413
        case .unsupportedEncoding: 415
        case .damagedEncoding: 400
        case .busy: 503
        }
    }

    public var text: String { "\(detail) \(remedy)" }

    public var detail: String {
        switch self {
        case .unauthorised: "The request carries no token of a source of the policy, or its signature does not fit."
        case .tooLarge(let max): "The body has more than \(max) bytes."
        case .unsupportedEncoding(let found):
            "The content encoding is “\(found.prefix(40))”; expected gzip, deflate or identity."
        case .damagedEncoding(let name): "The body could not be decoded as \(name)."
        case .busy: "The signals could not be stored now, so they are not acknowledged."
        }
    }

    public var remedy: String {
        switch self {
        case .unauthorised:
            "Send `Authorization: Bearer …` with a token that `onrecord sources` lists, and sign as the policy says."
        case .tooLarge: "Send it in several requests."
        case .unsupportedEncoding: "Send it in one of these."
        case .damagedEncoding: "Send it again, undamaged."
        case .busy(let seconds): "Send the same again after \(seconds) s."
        }
    }

    public var headers: [String: String] {
        switch self {
        case .unauthorised: ["www-authenticate": "Bearer"]
        case .busy(let seconds): ["retry-after": "\(seconds)"]
        default: [:]
        }
    }
}

extension Door {
    public static var verifiesSignatures: Bool { false }

    public func refuse(_ reason: DoorRefusal, contentType: String?) -> DoorAnswer { refuse(reason) }

    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        var answer = DoorAnswer.text(reason.status, reason.text + "\n")
        answer.headers.merge(reason.headers) { _, own in own }
        return answer
    }
}
