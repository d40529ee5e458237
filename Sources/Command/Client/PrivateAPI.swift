import ArgumentParser
import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import OnRecord
import Server

/// Where a running server is, and what opens its private door.
struct ServerOptions: ParsableArguments {
    @Option(help: "The server's private address.")
    var server: String = "http://127.0.0.1:8081"

    @Option(help: "The server's data folder, whose secrets.json holds the operator key. Else ONRECORD_KEY holds it.")
    var data: String?

    func api() throws -> PrivateAPI { PrivateAPI(base: server, key: try key()) }

    private func key() throws -> String {
        if let data {
            let path = "\(data)/secrets.json"
            guard let file = FileManager.default.contents(atPath: path),
                let secrets = try? CanonicalJSON.decode(Secrets.self, from: Array(file))
            else {
                throw StartProblem(
                    "The operator key cannot be read from \(path). Name the server's data folder, and read it as the user that the server runs as.",
                    exitCode: .usage)
            }
            return secrets.operatorKey
        }
        guard let key = ProcessInfo.processInfo.environment["ONRECORD_KEY"], !key.isEmpty else {
            throw StartProblem(
                "There is no operator key. Name the server's data folder with --data, or set ONRECORD_KEY.",
                exitCode: .usage)
        }
        return key
    }
}

/// The control API of a running server.
struct PrivateAPI: Sendable {
    private static let answerMax = 64 << 20

    let base: String
    let key: String

    func get<T: Decodable>(_ type: T.Type, _ path: String) async throws -> T {
        try decode(type, try await ask(.GET, path))
    }

    func post<T: Decodable>(_ type: T.Type, _ path: String, _ fields: [String: String]) async throws -> T {
        try decode(type, try await ask(.POST, path, CanonicalJSON.encode(fields)))
    }

    private func decode<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) throws -> T {
        do { return try CanonicalJSON.decode(type, from: bytes) } catch {
            throw InputProblem(
                "The server at \(base) answers in another form than this program reads. Use the same version for both.",
                exitCode: 1)
        }
    }

    private func ask(_ method: HTTPMethod, _ path: String, _ body: [UInt8]? = nil) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        let bytes: [UInt8]
        do {
            response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            bytes = Array(try await response.body.collect(upTo: PrivateAPI.answerMax).readableBytesView)
        } catch {
            throw InputProblem(
                "The server at \(base) does not answer (\(error)). Start it, or name its private address with --server.",
                exitCode: 69)
        }
        guard response.status.code < 300 else {
            let problem = try? CanonicalJSON.decode(Problem.self, from: bytes)
            throw InputProblem(
                problem.map { [$0.detail, $0.remedy ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
                    ?? "The server answered HTTP \(response.status.code). Look into its log.", exitCode: 1)
        }
        return bytes
    }

    private struct Problem: Decodable {
        var detail: String
        var remedy: String?
    }
}
