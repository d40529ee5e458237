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

    private static let source = "file"
    /// A moment that no log speaks of: stands for “the event has no time of its own”.
    private static let never = Timestamp(milliseconds: 1 << 59)

    private let format: Format
    private let map: FieldMap
    private var splitter = LineSplitter()
    /// Tells the year of syslog messages that have none.
    private let readAt: Timestamp
    /// Events without a time are as old as the one before them; before the first, as old as 1970.
    private var latest = Timestamp(milliseconds: 0)
    /// Lines kept as text because they could not be read.
    public private(set) var unparsedCount = 0
    /// 0-based.
    public private(set) var firstUnparsed: Int?
    /// Lines that were looked at, empty ones too.
    public private(set) var lineCount = 0

    public init(format: Format, map: FieldMap, readAt: Timestamp) {
        (self.format, self.map, self.readAt) = (format, map, readAt)
    }

    /// Nil for an empty line.
    public mutating func event(in line: LineSplitter.Line) -> Event? {
        guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
        guard !line.isCut, let signal = signal(line.bytes) else {
            return unparsed(String(decoding: line.bytes, as: UTF8.self), line.number)
        }
        var event = signal.event(from: Self.source)
        map.apply(to: &event.fields)
        event.at = time(signal.at == Self.never ? EventTime.of(event.fields, receivedAt: Self.never) : signal.at)
        return event
    }

    private mutating func unparsed(_ text: String, _ number: Int) -> Event {
        unparsedCount += 1
        firstUnparsed = firstUnparsed ?? number
        return Signal(state: .unparsed, at: latest, fields: [:], text: text).event(from: Self.source)
    }

    /// - Parameter own: `never` if the event has no time of its own.
    private mutating func time(_ own: Timestamp) -> Int64 {
        if own != Self.never { latest = own }
        return latest.milliseconds
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

// MARK: Streams

extension EventReader {
    /// Takes an event and the number of its line, counted from 0; answers false to stop the reading.
    public typealias Body = (_ line: Int, _ event: Event) throws -> Bool

    /// The events of the lines that end in this chunk of a stream, in order.
    /// - Returns: false if `body` stopped the reading.
    public mutating func read(_ chunk: ArraySlice<UInt8>, _ body: Body) rethrows -> Bool {
        guard format == .ndjson, map.isEmpty, let first = chunk.firstIndex(of: 0x0a),
            let last = chunk.lastIndex(of: 0x0a)
        else { return try read(splitter.feed(chunk), body) }
        // A line that began before this chunk, or begins the stream, is put together first.
        guard try read(splitter.feed(chunk[...first]), body) else { return false }
        for bytes in LineSections(lines: chunk[(first + 1)..<(last + 1)]) {
            let section = LineSection(bytes, firstLine: lineCount)
            for line in section.lines {
                lineCount = line.number + 1
                guard try body(line.number, event(of: line, in: section)) else { return false }
            }
            lineCount = section.nextLine
        }
        splitter.skip(to: lineCount)
        return try read(splitter.feed(chunk[(last + 1)...]), body)
    }

    /// The event of the last line, if the stream did not end in a line end.
    public mutating func finish(_ body: Body) rethrows {
        if let last = splitter.finish() { _ = try read([last], body) }
    }

    private mutating func read(_ lines: [LineSplitter.Line], _ body: Body) rethrows -> Bool {
        for line in lines {
            lineCount = line.number + 1
            if let event = event(in: line), try !body(line.number, event) { return false }
        }
        return true
    }

    /// Fields stay in the JSON that they stand in.
    private mutating func event(of line: LineSection.Line, in section: LineSection) -> Event {
        switch line.content {
        case .json(let place):
            let json = JSONText(section.block, place)
            let at = time(EventTime.of(json, receivedAt: Self.never))
            return Event(logged: json, at: Timestamp(milliseconds: at), by: Self.source)
        case .plain(let text): return Event(at: latest.milliseconds, fields: [:], text: text)
        case .unparsed(let text): return unparsed(text, line.number)
        }
    }
}
