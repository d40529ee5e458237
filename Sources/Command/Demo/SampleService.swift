import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OnRecord
import Server
import ServiceLifecycle
import Synchronization

/// The demo's stand-in for an operator's own product: a small secret store whose edge asks OnRecord's registry about every
/// token, ships its log lines to OnRecord, and can be rolled back.
final class SampleService: ServiceLifecycle.Service {
    static let badVersion = "v42"
    static let goodVersion = "v41"

    private let address: String
    private let port: Int
    /// OnRecord's private listener.
    private let house: String
    private let registryKey: String
    private let sourceToken: String
    private let clock: any HouseClock
    private let versionPath: String
    private let version: Mutex<String>

    init(
        port: Int, house: String, registryKey: String, sourceToken: String, clock: any HouseClock, folder: String
    ) {
        (self.port, self.house, self.registryKey, self.sourceToken) = (port, house, registryKey, sourceToken)
        self.clock = clock
        address = "127.0.0.1"
        versionPath = "\(folder)/sample-version"
        version = Mutex((try? String(contentsOfFile: versionPath, encoding: .utf8)) ?? SampleService.badVersion)
    }

    var url: String { "http://\(address):\(port)" }
    var runningVersion: String { version.withLock { $0 } }

    func run() async throws {
        let router = Router()
        router.get("/v1/secret") { request, _ in try await self.secret(request) }
        router.post("/deploy/rollback") { _, _ in try self.rollBack() }
        var logger = Logger(label: "sample")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(address, port: port)),
            logger: logger)
        do { try await application.run() } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartProblem(
                "\(address):\(port) is in use by another process. Stop it, or choose another with --sample-port.",
                exitCode: .addressInUse)
        }
    }

    /// Reads a secret with a token. The caller's address is taken from the header a proxy in front would set.
    private func secret(_ request: Request) async throws -> Response {
        let token = (request.headers[.authorization] ?? "").replacing("Bearer ", with: "")
        let from = request.headers[HTTPField.Name("X-Forwarded-For")!] ?? "192.0.2.10"
        let known = try await introspect(token)
        let status: HTTPResponse.Status = known.active ? .ok : .unauthorized
        try await log([
            "event": known.active ? "token_used" : "token_refused", "token_id": TokenSecret.id(of: token),
            "customer": known.sub ?? "", "client_ip": from, "known_address": from.hasPrefix("192.0.2."),
            "action": "secret.read", "status": status.code,
        ])
        return Response(
            status: status,
            body: .init(byteBuffer: ByteBuffer(string: known.active ? "a secret\n" : "this token is revoked\n")))
    }

    private func rollBack() throws -> Response {
        try SampleService.goodVersion.write(toFile: versionPath, atomically: true, encoding: .utf8)
        let before = version.withLock { version in
            defer { version = SampleService.goodVersion }
            return version
        }
        return Response(
            status: .ok,
            body: .init(byteBuffer: ByteBuffer(string: "rolled back from \(before) to \(SampleService.goodVersion)")))
    }

    private struct Introspection: Decodable {
        var active: Bool
        var sub: String?
    }

    private func introspect(_ token: String) async throws -> Introspection {
        try await Caller(base: house, key: registryKey).post(
            "/registry/introspect", "token=\(token)", type: "application/x-www-form-urlencoded"
        ).decoded(Introspection.self)
    }

    private func log(_ fields: [String: Any]) async throws {
        var line = fields
        line["timestamp"] = clock.now().rfc3339
        line["logsource_product"] = "keyvault"
        line["logsource_service"] = "edge"
        let text = String(
            decoding: try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys]), as: UTF8.self)
        _ = try await Caller(base: house, key: sourceToken).post(
            "/in/ndjson", text + "\n", type: "application/x-ndjson")
    }
}
