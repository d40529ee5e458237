import OnRecord
import Sigma

/// Fields under names that a sender chose: bounded in number, and unable to pass for what we say about a signal.
struct LogFields {
    /// Names of one signal; further ones are left out.
    static let namesMax = 1024

    private(set) var values: [String: Value] = [:]

    /// A name that stands already keeps its value: what counts more is added first.
    mutating func add(_ members: [String: Value]) {
        for (name, value) in members { add(name, value) }
    }

    mutating func add(_ name: String, _ value: Value?) {
        guard let value, values[name] == nil, values.count < LogFields.namesMax, !LogFields.isOurs(name) else { return }
        values[name] = value
    }

    /// What a rule's `logsource:` is compared with.
    mutating func setLogsource(product: String, service: String? = nil) {
        values["logsource_product"] = .string(product)
        values["logsource_service"] = service.map { .string($0) }
    }

    /// `signal.state` and its like are read as ours by rules; an exact key would win over the real one.
    static func isOurs(_ name: String) -> Bool {
        name == "signal" || name.hasPrefix("signal.") || name.hasPrefix("logsource_")
    }
}

/// Labels and resource attributes are sent once and copied to each of their records. This bounds what a body unfolds
/// into.
struct UnfoldingBudget {
    /// Records of one request: each weighs far more in memory than the few bytes it may be sent in.
    static let recordsMax = 100_000
    /// Bytes of names and values over all signals of one request.
    static let bytesMax = 64 << 20

    static let refusal = """
        The request holds more than \(recordsMax) records or a million values, or its records with the attributes that \
        they share have more than \(bytesMax >> 20) MiB. Send it in several requests.
        """

    private var records = 0
    private var bytes = 0

    /// - Returns: whether one more signal fits.
    mutating func take(_ signal: Signal) -> Bool {
        records += 1
        bytes += Value.map(signal.fields).weight + (signal.text?.utf8.count ?? 0)
        return records <= UnfoldingBudget.recordsMax && bytes <= UnfoldingBudget.bytesMax
    }
}

extension Value {
    /// Numbers that JSON has no word for are kept as text, spelled as in protobuf's JSON mapping.
    static func finite(_ number: Double) -> Value {
        if number.isFinite { return .double(number) }
        return .string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }

    /// About the bytes that it takes to write the value down. Values are bounded in depth where they are read.
    fileprivate var weight: Int {
        switch self {
        case .string(let text): text.utf8.count + 2
        case .list(let values): values.reduce(2) { $0 + $1.weight + 1 }
        case .map(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.weight + 4 }
        case .null, .bool, .integer, .double: 8
        }
    }
}

extension Timestamp {
    /// A moment in nanoseconds since 1970, as logs carry it. Nil for 0, which means that none was set.
    init?(nanoseconds: UInt64) {
        guard nanoseconds > 0 else { return nil }
        self.init(milliseconds: Int64(nanoseconds / 1_000_000))
    }

    /// The moment of receipt, where the sender's clock runs further ahead than is believed.
    func believed(at receivedAt: Timestamp) -> Timestamp {
        self > receivedAt + EventTime.aheadMax ? receivedAt : self
    }
}

extension String {
    /// The first so many bytes; a character that would be cut is left out.
    func cut(toBytes max: Int) -> String {
        guard utf8.count > max else { return self }
        var end = utf8.index(startIndex, offsetBy: max)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

extension DoorReading {
    /// A sender that is told 400 does not send again, so the body is kept: keywords in rules still read it.
    static func misread(_ request: DoorRequest, _ reason: String, answer: DoorAnswer) -> DoorReading {
        let text = String(decoding: request.body.prefix(NDJSON.lineMax), as: UTF8.self)
        let signal = Signal(state: .unparsed, at: request.receivedAt, title: reason, fields: [:], text: text)
        return DoorReading([signal], answer: answer)
    }
}
