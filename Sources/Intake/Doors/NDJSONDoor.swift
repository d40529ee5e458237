import OnRecord
import Sigma

/// Log lines, one a line: our own door for programs and scripts. Never refuses a line: what cannot be read is kept and
/// named in the receipt.
public struct NDJSONDoor: Door {
    public static let name = "ndjson"

    /// Mistakes that one receipt names.
    private static let problemsShown = 100

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        guard request.method == "POST" || request.method == "PUT" else {
            return DoorReading(answer: .text(405, "Log lines are sent with POST.\n"))
        }
        let reading = NDJSON.read(request.body, from: request.source, receivedAt: request.receivedAt)
        let problems = reading.unparsed.prefix(NDJSONDoor.problemsShown).map { problem -> Value in
            ["line": .integer(Int64(problem.line)), "reason": .string(problem.reason)]
        }
        let receipt: Value = ["stored": .integer(Int64(reading.count)), "unparsed": .list(problems)]
        let answer = DoorAnswer.json(202, receipt.text)
        return reading.count == 0 ? DoorReading(answer: answer) : DoorReading(lines: request.body, answer: answer)
    }
}
