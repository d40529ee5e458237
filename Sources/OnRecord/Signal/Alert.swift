import Sigma

public typealias AlertID = String

/// A rule that fired, for one group. Kept beside the journal, because the group may hold an address.
///
/// One alert is one episode: from its first firing until it is over, however often the rule fires in between.
public struct Alert: Sendable, Codable, Hashable {
    public var id: AlertID
    public var rule: String
    /// Names and values that tell people whom it concerns.
    public var group: [String: String]
    /// How many events, or distinct values, the first firing counted; of a flood, how many firings it stands for so far.
    public var count: Int
    public var at: Timestamp
    public var kind: Kind
    /// The same for every firing of the same thing: rule and group, or rule, sender and the sender's key. It goes into
    /// the journal, so nothing personal may be read from it.
    public var fingerprint: String
    /// Registry tokens and customers that the event names as affected.
    public var affected: Affected
    /// Where in the stream of signals it began; nil when it came from elsewhere.
    public var position: StreamPosition?

    public enum Kind: String, Sendable, Codable {
        case firing
        /// More firings than a person can use: counted together instead of listed.
        case flood
    }

    public struct Affected: Sendable, Codable, Hashable {
        public var tokens: [TokenID]
        public var customers: [CustomerID]

        public init(tokens: [TokenID] = [], customers: [CustomerID] = []) {
            (self.tokens, self.customers) = (tokens, customers)
        }

        public var isEmpty: Bool { tokens.isEmpty && customers.isEmpty }
    }

    /// - Parameter fingerprint: the id when left out: no other alert is about the same.
    public init(
        id: AlertID, rule: String, group: [String: String], count: Int, at: Timestamp, kind: Kind = .firing,
        fingerprint: String? = nil, affected: Affected = Affected(), position: StreamPosition? = nil
    ) {
        (self.id, self.rule, self.group, self.count, self.at) = (id, rule, group, count, at)
        (self.kind, self.affected, self.position) = (kind, affected, position)
        self.fingerprint = fingerprint ?? id
    }

    /// What the journal keeps of it.
    public var trace: AlertTrace {
        AlertTrace(id: id, rule: rule, kind: kind, fingerprint: fingerprint, position: position)
    }
}

/// An alert as the journal knows it: ids and hashes.
public struct AlertTrace: Sendable, Codable, Hashable {
    public var id: AlertID
    public var rule: String
    public var kind: Alert.Kind
    public var fingerprint: String
    public var position: StreamPosition?

    public init(
        id: AlertID, rule: String, kind: Alert.Kind = .firing, fingerprint: String, position: StreamPosition? = nil
    ) {
        (self.id, self.rule, self.kind) = (id, rule, kind)
        (self.fingerprint, self.position) = (fingerprint, position)
    }
}

/// A place in the stream of stored signals. Alerts come in this order and never twice, so one position says which have
/// been taken in, and nothing has to remember all of their ids.
public struct StreamPosition: Sendable, Codable, Hashable, Comparable {
    /// The batch's position in the signal log.
    public var batch: Int64
    /// The signal's place in the batch, from 0.
    public var index: Int
    /// The firing's place among those of one signal, from 0.
    public var firing: Int

    public init(batch: Int64, index: Int, firing: Int = 0) {
        (self.batch, self.index, self.firing) = (batch, index, firing)
    }

    public static func < (a: StreamPosition, b: StreamPosition) -> Bool {
        (a.batch, a.index, a.firing) < (b.batch, b.index, b.firing)
    }
}

/// News about alerts, in the order in which it became known.
public enum AlertChange: Sendable, Hashable {
    case opened(Alert)
    /// It goes on. `firings` counts from the first; said at most once a minute.
    case repeated(AlertID, firings: Int, lastAt: Timestamp)
    /// Somebody took it on, in the tool it came from.
    case acknowledged(AlertID, at: Timestamp)
    case ended(AlertID, AlertEnd, at: Timestamp)
}

/// How an alert ended. Only the first says that things are well again.
public enum AlertEnd: String, Sendable, Codable, Hashable, CaseIterable {
    /// Its sender, or the rule's own condition, says that it is over.
    case resolved
    /// Its sender fell silent past the time it had named.
    case expired
    /// It has not fired again for the rule's re-arm time.
    case quiet
    /// What was remembered of it is gone: its rule was changed, or the memory lost.
    case lost

    public var text: String {
        switch self {
        case .resolved: "it was said to be over"
        case .expired: "its sender fell silent"
        case .quiet: "it has not fired again"
        case .lost: "its rule has changed, so nothing watches it any more"
        }
    }
}
