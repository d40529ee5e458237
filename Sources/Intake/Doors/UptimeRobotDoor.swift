import OnRecord
import Sigma

/// UptimeRobot's alert contact “webhook”: query of a GET, JSON or form of a POST. A variable that was not filled in
/// arrives as `*itsName*`. It signs nothing; the token in the address is all there is.
public struct UptimeRobotDoor: Door {
    public static let name = "uptimerobot"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["GET", "POST"]) { return refusal }
        return reading(request) { () throws(Unreadable) in [try signal(members(request), request.receivedAt)] }
    }

    private func members(_ request: DoorRequest) throws(Unreadable) -> [String: Value] {
        var members: [String: Value] = [:]
        for (name, value) in request.query { members[name] = .string(value) }
        if request.contentType == "application/x-www-form-urlencoded" {
            for (name, value) in FormBody.urlEncoded(request.content) { members[name] = .string(value) }
        } else if !request.body.isEmpty {
            members.merge(try request.json().map ?? [:]) { _, body in body }
        }
        return members.filter { member in
            guard let text = member.value.string else { return !member.value.isNull }
            return !text.isEmpty && text.wholeMatch(of: /\*[A-Za-z]+\*/) == nil
        }
    }

    private func signal(_ members: [String: Value], _ receivedAt: Timestamp) throws(Unreadable) -> Signal {
        let monitor = members["monitorID"]?.word
        guard let type = members["alertType"]?.word ?? members["alertTypeFriendlyName"]?.word?.lowercased(),
            let title = (members["monitorFriendlyName"]?.word ?? members["monitorURL"]?.word ?? monitor)?.asTitle
        else { throw Unreadable("alertType or monitorID is missing. Send UptimeRobot's default variables.") }
        var key = monitor.map { "uptimerobot:\($0)" }
        let state: Signal.State
        let severity: Signal.Severity
        switch type {
        case "1", "down": (state, severity) = (.firing, .error)
        case "2", "up": (state, severity) = (.resolved, .info)
        // A certificate or domain runs out: the monitor's next “up” does not end that.
        case "3": (state, severity, key) = (.firing, .warning, key.map { "\($0):expiry" })
        default: throw Unreadable("alertType is “\(type.cut(toBytes: 20))”; expected 1 (down), 2 (up) or 3 (expiry).")
        }
        var fields = SignalFields()
        fields.add(members)
        return Signal(
            state: state, at: SenderTime.at(members["alertDateTime"], receivedAt: receivedAt), key: key?.asKey,
            severity: severity, title: title, fields: fields.all(product: Self.product))
    }
}
