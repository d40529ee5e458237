/// Which door an address leads to. Senders append paths of their own to the address they are given, so the same door is
/// found behind `/in/TOKEN/grafana`, behind `/in/TOKEN/api/v2/alerts`, and at `/v2/enqueue`, where clients expect it.
struct DoorAddress: Equatable {
    var door: String
    /// What follows, for the door to read.
    var path: [String]
    /// The token, where it stands in the address.
    var token: String?

    /// Paths that senders know by heart, and the door and path they mean.
    private static let known: [(path: [String], door: String, rest: [String])] = [
        (["api", "v2", "alerts"], "prometheus", ["api", "v2", "alerts"]),
        (["api", "v2", "status"], "prometheus", ["api", "v2", "status"]),
        (["v1", "logs"], "otlp", []),
        (["loki", "api", "v1", "push"], "loki", []),
        (["v2", "enqueue"], "pagerduty", ["enqueue"]),
        (["v2", "change", "enqueue"], "pagerduty", ["change", "enqueue"]),
    ]

    /// - Parameter parts: the whole path, split at slashes and percent-decoded.
    /// - Parameter names: of all doors.
    init?(_ parts: [String], names: Set<String>) {
        guard let first = parts.first else { return nil }
        switch first {
        case "in":
            let rest = Array(parts.dropFirst())
            guard let next = rest.first else { return nil }
            // A door's name is never a token: tokens are 32 characters.
            if let found = DoorAddress(behind: rest, names: names) {
                self = found
            } else if let found = DoorAddress(behind: Array(rest.dropFirst()), names: names) {
                self = found
                token = next
            } else {
                return nil
            }
        case "ping":
            guard parts.count > 1 else { return nil }
            self.init(door: "ping", path: Array(parts.dropFirst()), token: nil)
        case "api" where parts.count == 3 && parts[1] == "push":
            self.init(door: "push", path: [parts[2]], token: parts[2])
        default:
            guard let found = DoorAddress.known.first(where: { $0.path == parts }) else { return nil }
            self.init(door: found.door, path: found.rest, token: nil)
        }
    }

    private init?(behind parts: [String], names: Set<String>) {
        if let found = DoorAddress.known.first(where: { $0.path == parts }) {
            self.init(door: found.door, path: found.rest, token: nil)
            return
        }
        guard let name = parts.first, names.contains(name) else { return nil }
        let rest = Array(parts.dropFirst())
        // `/in/TOKEN/prometheus` with the sender's own path behind it.
        if let found = DoorAddress.known.first(where: { $0.path == rest }), found.door == name {
            self.init(door: name, path: found.rest, token: nil)
        } else {
            self.init(door: name, path: rest, token: nil)
        }
    }

    private init(door: String, path: [String], token: String?) {
        (self.door, self.path, self.token) = (door, path, token)
    }
}
