import Foundation
import Logging
import OnRecord
import Server
import Synchronization

/// A server in this process with a clock that is set by hand, and with the tokens that the fixtures carry.
final class DoorHouse: Sendable {
    let server: OnRecordServer
    let web: Web
    /// The public listener.
    let site: Web
    let clock = HandClock()

    final class HandClock: HouseClock {
        private let moment = Mutex(Timestamp(milliseconds: 0))
        func set(_ now: Timestamp) { moment.withLock { $0 = max($0, now) } }
        func now() -> Timestamp { moment.withLock { $0 } }
    }

    /// Tokens by source. What signs has a source of its own, with the secret that it was signed with.
    fileprivate static let tokens = [
        "open": "demo", "bearer": "demo-source-token", "pager": "0f5c1d7e9a2b4c6d8e0f1a2b3c4d5e6f",
        "push": "Zk3v9Q1mTx", "backup": "backup-token", "grafana": "grafana-token", "sentry": "sentry-token",
        "github": "github-token", "partner": "partner-token", "cloudflare": "cloudflare-token",
    ]
    private static let secrets = [
        "grafana": "grafana-hmac-demo", "sentry": "sentry-client-secret-demo", "github": "github-hook-demo",
        "cloudflare": "demo-shared-secret",
    ]

    static func serving<T: Sendable>(
        from start: Timestamp, publicKeys: String = "http://127.0.0.1:1/", _ body: (DoorHouse) async throws -> T
    ) async throws -> T {
        let house = try installation(publicKeys: publicKeys)
        let door = try await DoorHouse(house, start)
        let running = Task { try await door.server.run() }
        defer { running.cancel() }
        try await eventually("the listeners") { (try? await door.web.get("/readyz"))?.status == 200 }
        let result = try await body(door)
        await door.server.stop()
        try await running.value
        return result
    }

    /// The same house with the real program in it, and the machine's clock.
    static func running<T: Sendable>(_ body: (FixtureSender, Child) async throws -> T) async throws -> T {
        let house = try installation(publicKeys: "http://127.0.0.1:1/")
        try FileManager.default.createDirectory(atPath: house.data, withIntermediateDirectories: true)
        try furnish(house, try policy(of: house))
        return try await house.serving(environment: environment) { server in
            try await body(FixtureSender(web: house.house), server)
        }
    }

    private static func installation(publicKeys: String) throws -> Installation {
        try Installation(
            sources: tokens.keys.sorted().map { id in
                var line = "{id: \(id)"
                if secrets[id] != nil { line += ", signed_with: SECRET_\(id)" }
                if id == "backup" { line += ", heartbeat: true" }
                if id == "partner" { line += ", public_keys: \"\(publicKeys)\"" }
                return line + "}"
            })
    }

    private static func policy(of house: Installation) throws -> Policy {
        try Policy.parse(String(contentsOfFile: house.policy, encoding: .utf8), file: house.policy, rules: [])
    }

    private static var environment: [String: String] {
        Dictionary(uniqueKeysWithValues: secrets.map { ("SECRET_\($0)", $1) })
    }

    private static func furnish(_ house: Installation, _ policy: Policy) throws {
        var secrets = try Secrets.open(in: house.data, sources: policy.sources)
        secrets.sources.merge(DoorHouse.tokens) { _, fixed in fixed }
        secrets.heartbeats["backup"] = "5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20"
        try JSONEncoder().encode(secrets).write(to: URL(fileURLWithPath: "\(house.data)/secrets.json"))
    }

    private let folder: TemporaryFolder

    private init(_ house: Installation, _ start: Timestamp) async throws {
        folder = house.folder
        clock.set(start)
        let policy = try DoorHouse.policy(of: house)
        try DoorHouse.furnish(house, policy)
        let settings = ServerSettings(
            dataFolder: house.data, publicAddress: .init(host: "127.0.0.1", port: house.publicPort),
            privateAddress: .init(host: "127.0.0.1", port: house.privatePort),
            environment: DoorHouse.environment)
        var logger = Logger(label: "doors")
        logger.logLevel = .critical
        server = try await OnRecordServer(
            policy: policy, settings: settings, clock: clock, logger: logger, stoppingOn: [])
        (web, site) = (house.house, house.site)
    }

    /// Sends it as its sender would, at the moment that the manifest gives.
    func send(_ request: FixtureCase) async throws -> Web.Answer {
        clock.set(request.now)
        return try await FixtureSender(web: web).send(request)
    }

    /// Everything that was stored behind a position.
    func stored(after position: Int64) throws -> [StoredBatch] {
        try server.house.store.signals(after: position, limit: .max)
    }
}

/// Sends fixtures as their senders would, with a token where the manifest leaves one out.
struct FixtureSender: Sendable {
    let web: Web

    func send(_ request: FixtureCase, body: [UInt8]? = nil) async throws -> Web.Answer {
        let own = ["grafana", "sentry", "github-secret-scanning", "github", "cloudflare"].first {
            request.interface.hasPrefix($0)
        }
        let source = own == "github-secret-scanning" ? "partner" : own ?? "open"
        let path = request.path.replacing("{token}", with: DoorHouse.tokens[source] ?? "")
        var headers = request.headers
        if path.hasPrefix("/v1/") || path.hasPrefix("/loki/") {
            headers["Authorization"] = "Bearer \(DoorHouse.tokens["bearer"] ?? "")"
        }
        return try await web.with(headers).send(request.method, path, bytes: body ?? request.body)
    }
}
