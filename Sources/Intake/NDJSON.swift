import OnRecord
import Sigma

/// Log lines, one a line: a JSON object each, or plain text as a program wrote it.
public enum NDJSON {
    /// Longest line that is read into fields; a longer one is kept, cut, as unparsed.
    public static let lineMax = 64 * 1024

    public struct Reading: Sendable {
        public var batch: SignalBatch
        /// Signals that the batch holds: its lines, save blank ones.
        public var count: Int
        public var unparsed: [LineProblem]
        /// What the lines were when they were checked; nil where that would take too much memory.
        public var takenApart: LinesTakenApart?

        public init(batch: SignalBatch, count: Int, unparsed: [LineProblem], takenApart: LinesTakenApart? = nil) {
            (self.batch, self.count, self.unparsed, self.takenApart) = (batch, count, unparsed, takenApart)
        }
    }

    /// A line that looked like JSON and was none.
    public struct LineProblem: Sendable, Hashable, Codable {
        /// 1-based, in the body as it was sent.
        public var line: Int
        public var reason: String
    }

    /// Checks and counts lines, and keeps them as they are. Never fails: what cannot be read becomes a signal of state
    /// `unparsed`, so that no sender loses an alert to a typo.
    /// - Parameter room: bytes of memory that what was read may take beside the body.
    public static func read(
        _ body: [UInt8], from source: String, receivedAt: Timestamp, keepingWithin room: Int = 0
    ) -> Reading {
        var reading = Reading(
            batch: SignalBatch(source: source, receivedAt: receivedAt, content: .lines(body)), count: 0, unparsed: [])
        var firstLine = 1
        var gathering = LinesTakenApart.Gathering(room: room)
        for bytes in LineSections(body) {
            let section = LineSection(bytes, firstLine: firstLine)
            gathering.add(section)
            reading.count += section.lines.count
            reading.unparsed += section.problems
            firstLine = section.nextLine
        }
        reading.takenApart = gathering.whole
        return reading
    }
}

extension SignalBatch {
    /// Hands over what rules look at, one by one, with its place in the batch, and with the signal that it comes from
    /// unless it is a log line.
    /// - Parameters:
    ///   - reader: reads plain lines.
    ///   - takenApart: these very lines, if somebody has taken them apart before.
    public func forEachEvent(
        lines reader: LineReader, takenApart: LinesTakenApart? = nil,
        _ body: (_ index: Int, _ signal: Signal?, _ event: Event) throws -> Void
    ) rethrows {
        switch content {
        case .signals(let signals):
            for (index, signal) in signals.enumerated() { try body(index, signal, signal.event(from: source)) }
        case .lines(let bytes):
            var index = 0
            func look(at section: LineSection) throws {
                for line in section.lines {
                    try body(index, nil, event(of: line.content, in: section, reader))
                    index += 1
                }
            }
            if let takenApart {
                for section in takenApart.sections { try look(at: section) }
            } else {
                for bytes in LineSections(bytes) { try look(at: LineSection(bytes)) }
            }
        }
    }

    private func event(of line: LineSection.Content, in section: LineSection, _ reader: LineReader) -> Event {
        switch line {
        case .json(let place):
            let json = JSONText(section.block, place)
            return Event(logged: json, at: EventTime.of(json, receivedAt: receivedAt), by: source)
        case .plain(let text):
            let fields = reader.fields(of: text)
            let at = EventTime.of(fields, receivedAt: receivedAt)
            return Event(at: at.milliseconds, fields: fields, text: text)
        case .unparsed(let text):
            return Signal(state: .unparsed, at: receivedAt, fields: [:], text: text).event(from: source)
        }
    }
}
