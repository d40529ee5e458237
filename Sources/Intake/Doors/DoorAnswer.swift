import Sigma

/// What a sender is told, as a response of HTTP.
public struct DoorAnswer: Sendable, Equatable {
    public var status: Int
    /// By lower-case name.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    public static func text(_ status: Int, _ text: String) -> DoorAnswer {
        DoorAnswer(status, headers: ["content-type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    public static func json(_ status: Int, _ value: Value) -> DoorAnswer {
        // A text stands in JSON as it would in a list: a value alone reads as its bare text.
        let text = value.string == nil ? value.text : String(Value.list([value]).text.dropFirst().dropLast())
        return DoorAnswer(status, headers: ["content-type": "application/json"], body: Array(text.utf8))
    }

    func adding(_ headers: [String: String]) -> DoorAnswer {
        var answer = self
        answer.headers.merge(headers) { _, added in added }
        return answer
    }
}
