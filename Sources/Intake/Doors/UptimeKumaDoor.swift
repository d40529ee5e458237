import OnRecord
import Sigma

/// Uptime Kuma's webhook (louislam/uptime-kuma, `notification-providers/webhook.js`, `model/heartbeat.js`): the JSON as
/// body, in the form field `data`, or as query of a GET, one JSON text for each member.
public struct UptimeKumaDoor: Door {
    public static let name = "uptime-kuma"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["GET", "POST", "PUT"]) { return refusal }
        return reading(request) { () throws(Unreadable) in
            let message = try self.message(request)
            if let monitor = message["monitor"], monitor.map != nil,
                let status = message["heartbeat"]?["status"]?.integer
            {
                return [beat(status, of: monitor, message, request.receivedAt)]
            }
            guard let note = message["msg"]?.string?.asTitle else {
                throw Unreadable(
                    "The message has neither monitor nor msg. Choose the body “Preset - application/json”.")
            }
            return [self.note(note, request.receivedAt)]
        }
    }

    private func message(_ request: DoorRequest) throws(Unreadable) -> Value {
        if request.method == "GET" {
            if let data = request.query("data") { return try request.json(of: Array(data.utf8)[...]) }
            var message: [String: Value] = [:]
            for (name, text) in request.query where message[name] == nil {
                let isObject = name == "monitor" || name == "heartbeat"
                message[name] = isObject ? try request.json(of: Array(text.utf8)[...]) : .string(text)
            }
            return .map(message)
        }
        switch request.contentType {
        case "application/x-www-form-urlencoded":
            let data = FormBody.urlEncoded(request.content).first { $0.name == "data" }?.value
            return try request.json(of: Array((data ?? "").utf8)[...])
        case "multipart/form-data":
            let data = FormBody.part("data", of: request.content, contentType: request.headers["content-type"] ?? "")
            return try request.json(of: data ?? [])
        default: return try request.json()
        }
    }

    private func beat(_ status: Int64, of monitor: Value, _ message: Value, _ receivedAt: Timestamp) -> Signal {
        let (state, severity): (Signal.State, Signal.Severity?) =
            switch status {
            case 0: (.firing, .error)
            case 1: (.resolved, .info)
            // Neither up nor down: a try is pending, or maintenance was begun on purpose.
            default: (.change, nil)
            }
        var fields = SignalFields()
        fields.add(["monitor", "heartbeat", "msg"], of: message)
        return Signal(
            state: state, at: SenderTime.at(message["heartbeat"]?["time"], receivedAt: receivedAt),
            key: (monitor["id"]?.word ?? message["heartbeat"]?["monitorID"]?.word).flatMap {
                "uptime-kuma:\($0)".asKey
            },
            severity: severity, title: (monitor["name"]?.word ?? message["msg"]?.word)?.asTitle,
            fields: fields.all(product: Self.product))
    }

    /// What comes without a monitor: a test, or a certificate that will expire, which nobody resolves by a message.
    private func note(_ text: String, _ receivedAt: Timestamp) -> Signal {
        var fields = SignalFields()
        fields.set("msg", .string(text))
        let words = text.lowercased()
        let expires = words.contains("certificate") && words.contains("expire")
        return Signal(
            state: expires ? .firing : .change, at: receivedAt, severity: expires ? .warning : nil, title: text,
            fields: fields.all(product: Self.product))
    }
}
