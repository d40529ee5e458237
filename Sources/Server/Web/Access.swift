import HTTPTypes
import Hummingbird
import OnRecord

/// Who may come in by the private door: an operator with the key, or a browser that showed it once.
struct Access: Sendable {
    static let cookie = "onrecord_session"
    static let sessionTime = Duration.hours(12)

    let secrets: Secrets
    let clock: any HouseClock

    func isOperator(_ request: Request) -> Bool {
        if let key = bearer(request) { return secrets.isOperatorKey(key) }
        guard let value = request.cookies[Access.cookie]?.value else { return false }
        let halves = value.split(separator: ".")
        guard halves.count == 2, let until = Int64(halves[0]), until > clock.now().milliseconds else { return false }
        return secrets.isCode(String(halves[1]), "session", String(halves[0]))
    }

    /// A form posted by another site's page carries our cookie nowhere (SameSite), and is refused here as well.
    func isSameOrigin(_ request: Request) -> Bool {
        if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!] {
            return site == "same-origin" || site == "none"
        }
        guard let origin = request.headers[.origin] else { return true }
        guard let host = origin.split(separator: "/").last else { return false }
        return request.head.authority.map { $0 == host } ?? false
    }

    func bearer(_ request: Request) -> String? {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else { return nil }
        return String(header.dropFirst(7))
    }

    func sessionCookie() -> String {
        let until = "\((clock.now() + Access.sessionTime).milliseconds)"
        let seconds = Access.sessionTime.milliseconds / 1000
        return
            "\(Access.cookie)=\(until).\(secrets.code("session", until)); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)"
    }
}
