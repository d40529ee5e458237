import OnRecord
import Sigma

/// Log lines, one a line: a JSON object each, or plain text as a program wrote it.
public enum NDJSON {
    /// Longest line that is read into fields; a longer one is kept, cut, as unparsed.
    public static let lineMax = 64 * 1024

    public struct Reading: Sendable {
        public var batch: SignalBatch
        public var unparsed: [LineProblem]
    }

    /// A line that looked like JSON and was none.
    public struct LineProblem: Sendable, Hashable, Codable {
        /// 1-based, in the body as it was sent.
        public var line: Int
        public var reason: String
    }

    /// Never fails: what cannot be read becomes a signal of state `unparsed`, so that no sender loses an alert to a typo.
    public static func read(
        _ body: [UInt8], from source: String, receivedAt: Timestamp, lines reader: LineReader
    ) -> Reading {
        var signals: [Signal] = []
        var problems: [LineProblem] = []
        var number = 0
        // Some senders begin with a byte order mark, which belongs to no line.
        let body = body.starts(with: [0xef, 0xbb, 0xbf]) ? body.dropFirst(3) : body[...]
        for line in body.split(separator: 0x0a, omittingEmptySubsequences: false) {
            number += 1
            let trimmed = line.last == 0x0d ? line.dropLast() : line
            guard let first = trimmed.first(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            if trimmed.count > lineMax {
                problems.append(
                    LineProblem(
                        line: number, reason: "the line has \(trimmed.count) bytes; at most \(lineMax) are read"))
                signals.append(unparsed(trimmed.prefix(lineMax), receivedAt))
            } else if first == UInt8(ascii: "{") {
                do {
                    signals.append(log(try JSONReader.read(trimmed).map ?? [:], text: nil, receivedAt))
                } catch {
                    problems.append(LineProblem(line: number, reason: error.description))
                    signals.append(unparsed(trimmed, receivedAt))
                }
            } else {
                let text = String(decoding: trimmed, as: UTF8.self)
                signals.append(log(reader.fields(of: text), text: text, receivedAt))
            }
        }
        return Reading(batch: SignalBatch(source: source, receivedAt: receivedAt, signals: signals), unparsed: problems)
    }

    private static func log(_ fields: [String: Value], text: String?, _ receivedAt: Timestamp) -> Signal {
        Signal(state: .log, at: EventTime.of(fields, receivedAt: receivedAt), fields: fields, text: text)
    }

    private static func unparsed(_ line: some Sequence<UInt8>, _ receivedAt: Timestamp) -> Signal {
        Signal(state: .unparsed, at: receivedAt, fields: [:], text: String(decoding: Array(line), as: UTF8.self))
    }
}
