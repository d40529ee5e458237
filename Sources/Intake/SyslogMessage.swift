import OnRecord
import Sigma

/// One syslog message, taken apart (RFC 5424, section 6; RFC 3164, section 4, as far as its senders keep to it).
public struct SyslogMessage: Sendable, Equatable {
    /// Of the message's `PRI`: facility × 8 + severity, 0 to 191. A line of a log file has none.
    public var priority: Int?
    public var timestamp: Timestamp?
    public var hostname: String?
    public var appName: String?
    public var processID: String?
    public var messageID: String?
    /// By element id; a parameter that stands several times in its element is a list.
    public var structuredData: [String: [String: Value]] = [:]
    public var text = ""

    public var facility: Int? { priority.map { $0 / 8 } }
    /// 0 (emergency) to 7 (debug).
    public var severity: Int? { priority.map { $0 % 8 } }

    static let severityNames = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"]
}

extension SyslogMessage {
    /// A message that cannot be read is kept as a signal of state `unparsed`, with its whole text.
    public static func signal(from bytes: ArraySlice<UInt8>, receivedAt: Timestamp) -> Signal {
        guard let message = read(bytes, receivedAt: receivedAt) else {
            return Signal(state: .unparsed, at: receivedAt, fields: [:], text: String(decoding: bytes, as: UTF8.self))
        }
        return message.signal(receivedAt: receivedAt)
    }

    /// A time that is absent, or further ahead than clocks differ, gives way to the moment of receipt.
    public func signal(receivedAt: Timestamp) -> Signal {
        Signal(
            state: .log, at: timestamp?.believed(at: receivedAt) ?? receivedAt, severity: hint, fields: fields,
            text: text)
    }

    /// What rules see; the text is beside it.
    public var fields: [String: Value] {
        var fields: [String: Value] = ["logsource_product": "syslog"]
        fields["facility"] = facility.map { .integer(Int64($0)) }
        fields["severity"] = severity.map { .integer(Int64($0)) }
        fields["severity_name"] = severity.map { .string(Self.severityNames[$0]) }
        fields["hostname"] = hostname.map { .string($0) }
        fields["appname"] = appName.map { .string($0) }
        fields["logsource_service"] = fields["appname"]
        fields["procid"] = processID.map { .string($0) }
        fields["msgid"] = messageID.map { .string($0) }
        if !structuredData.isEmpty { fields["sd"] = .map(structuredData.mapValues { .map($0) }) }
        return fields
    }

    private var hint: Signal.Severity? {
        switch severity {
        case nil: nil
        case 0, 1, 2: .critical
        case 3: .error
        case 4: .warning
        default: .info
        }
    }
}
