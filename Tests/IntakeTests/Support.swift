@testable import Intake
@testable import OnRecord
import Sigma
import Testing

/// When every body in these tests arrives.
let received = moment("2026-11-22T09:30:00Z")

/// A moment as RFC 3339 writes it.
func moment(_ text: String) -> Timestamp { Timestamp(rfc3339: text)! }

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// What nginx writes when nothing else is configured, as a shipped policy reads it.
let nginxAccess = LinePattern(
    name: "nginx_access",
    expression: #"^(?<remote_addr>\S+) - (?<remote_user>\S+) \[(?<time_local>[^\]]+)\] "#
        + #""(?<method>[A-Z]*) ?(?<path>[^ "]*)[^"]*" (?<status>[0-9]{3}) "#)

extension NDJSON.Reading {
    /// The batch's lines as rules will see them, put as signals.
    func signals(_ patterns: [LinePattern] = []) -> [Signal] {
        var signals: [Signal] = []
        batch.forEachEvent(lines: LineReader(patterns)) { index, signal, event in
            #expect(index == signals.count)
            var fields = event.fields
            let state = fields.removeValue(forKey: "signal")?["state"]?.string ?? "log"
            signals.append(
                Signal(
                    state: state == "unparsed" ? .unparsed : .log, at: Timestamp(milliseconds: event.at),
                    fields: fields, text: event.text))
        }
        #expect(signals.count == count)
        return signals
    }
}
