import Sigma

/// One body as a sender sent it, already taken apart into events. Stored whole before it is acknowledged.
public struct SignalBatch: Sendable, Codable, Equatable {
    public var source: String
    public var receivedAt: Timestamp
    public var signals: [Signal]

    public init(source: String, receivedAt: Timestamp, signals: [Signal]) {
        (self.source, self.receivedAt, self.signals) = (source, receivedAt, signals)
    }
}

/// Something observed: a log line, an alert from another tool.
public struct Signal: Sendable, Codable, Equatable {
    public var state: State
    /// The sender's time where it gave one, else ours.
    public var at: Timestamp
    public var fields: [String: Value]
    /// The line as it came, when it was no JSON object.
    public var text: String?

    public enum State: String, Sendable, Codable { case log, firing, resolved, unparsed }

    public init(state: State, at: Timestamp, fields: [String: Value], text: String? = nil) {
        (self.state, self.at, self.fields, self.text) = (state, at, fields, text)
    }

    public var event: Event { Event(at: at.milliseconds, fields: fields, text: text) }
}

public typealias AlertID = String

/// A rule that fired, for one group. Kept beside the journal, because the group may hold an address.
public struct Alert: Sendable, Codable, Hashable {
    public var id: AlertID
    public var rule: String
    public var group: [String: String]
    public var count: Int
    public var at: Timestamp

    public init(id: AlertID, rule: String, group: [String: String], count: Int, at: Timestamp) {
        (self.id, self.rule, self.group, self.count, self.at) = (id, rule, group, count, at)
    }

    /// The id is made from what fired and where in the stream, so that a replay after a crash finds the same alert again.
    /// - Parameter evidence: fields of the event that are kept beside the rule's own group.
    public init(_ match: Match, by event: Event, evidence: [String] = [], batch: Int64, index: Int) {
        let group = match.group.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\u{1f}")
        let origin = "\(match.rule)\u{1e}\(group)\u{1e}\(batch)\u{1e}\(index)"
        var shown = match.group
        for field in evidence where shown[field] == nil { shown[field] = event.fields[field]?.text }
        self.init(
            id: "a" + sha256Hex(Array(origin.utf8)).prefix(20), rule: match.rule, group: shown, count: match.count,
            at: Timestamp(milliseconds: match.at))
    }
}
