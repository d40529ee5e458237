import OnRecord
import Sigma

/// Turns the lines of a file into events, for detection without a server.
public struct EventReader: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        /// A JSON object a line; other lines are plain text.
        case ndjson
        case syslog
        /// Plain text, which keywords search.
        case lines
    }

    /// A moment that no log speaks of: stands for “the event has no time of its own”.
    private static let never = Timestamp(milliseconds: 1 << 59)

    private let format: Format
    private let map: FieldMap
    /// Tells the year of syslog messages that have none.
    private let readAt: Timestamp
    /// Events without a time are as old as the one before them; before the first, as old as 1970.
    private var latest = Timestamp(milliseconds: 0)
    /// Lines kept as text because they could not be read.
    public private(set) var unparsedCount = 0
    /// 0-based.
    public private(set) var firstUnparsed: Int?

    public init(format: Format, map: FieldMap, readAt: Timestamp) {
        (self.format, self.map, self.readAt) = (format, map, readAt)
    }

    /// Nil for an empty line.
    public mutating func event(in line: LineSplitter.Line) -> Event? {
        guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
        guard !line.isCut, let signal = signal(line.bytes) else {
            unparsedCount += 1
            firstUnparsed = firstUnparsed ?? line.number
            let text = String(decoding: line.bytes, as: UTF8.self)
            return Signal(state: .unparsed, at: latest, fields: [:], text: text).event(from: "file")
        }
        var event = signal.event(from: "file")
        map.apply(to: &event.fields)
        let at = signal.at == Self.never ? EventTime.of(event.fields, receivedAt: Self.never) : signal.at
        if at != Self.never { latest = at }
        event.at = latest.milliseconds
        return event
    }

    /// Nil if the line cannot be read. Its time is `never` where it has to be looked up in the fields.
    private func signal(_ bytes: ArraySlice<UInt8>) -> Signal? {
        switch format {
        case .ndjson where bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"):
            guard let fields = try? JSONReader.read(bytes).map else { return nil }
            return Signal(state: .log, at: Self.never, fields: fields)
        case .ndjson, .lines:
            return Signal(state: .log, at: Self.never, fields: [:], text: String(decoding: bytes, as: UTF8.self))
        case .syslog:
            guard let message = SyslogMessage.read(bytes, receivedAt: readAt) else { return nil }
            return Signal(state: .log, at: message.timestamp ?? Self.never, fields: message.fields, text: message.text)
        }
    }
}
