import OnRecord
import Sigma

/// Log lines, one a line: our own door for programs and scripts. Never refuses a line: what cannot be read is kept and
/// named in the receipt.
public struct NDJSONDoor: Door {
    public static let name = "ndjson"

    /// Mistakes that one receipt names.
    private static let problemsShown = 100

    public init() {}

    /// RFC 9457, as everywhere in our own API.
    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        let problem: Value = [
            "title": "Not taken", "status": .integer(Int64(reason.status)), "detail": .string(reason.detail),
            "remedy": .string(reason.remedy),
        ]
        return .json(reason.status, problem).adding(["content-type": "application/problem+json"]).adding(reason.headers)
    }

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request) { return refusal }
        let reading = NDJSON.read(
            request.body, from: request.source, receivedAt: request.receivedAt, keepingWithin: request.room)
        let problems = reading.unparsed.prefix(NDJSONDoor.problemsShown).map { problem -> Value in
            ["line": .integer(Int64(problem.line)), "reason": .string(problem.reason)]
        }
        let receipt: Value = ["stored": .integer(Int64(reading.count)), "unparsed": .list(problems)]
        let answer = DoorAnswer.json(202, receipt)
        return reading.count == 0
            ? DoorReading(answer: answer)
            : DoorReading(lines: request.body, takenApart: reading.takenApart, answer: answer)
    }
}
