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
    private static let usual = "http://127.0.0.1:8081"

    @Option(help: "The server's private address.")
    var server: String = ServerOptions.usual

    @Option(help: "The server's data folder, whose secrets.json holds the operator key. Else ONRECORD_KEY holds it.")
    var data: String?

    /// As they were given, for a command that is suggested.
    var words: String {
        (data.map { " --data \($0)" } ?? "") + (server == ServerOptions.usual ? "" : " --server \(server)")
    }

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

    /// Hands an answer on as it comes: a list of a million lines need not fit into memory.
    func copy(_ path: String, to output: FileHandle) async throws {
        let response = try await open(.GET, path)
        for try await piece in response.body { try output.write(contentsOf: Data(piece.readableBytesView)) }
    }

    private func decode<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) throws -> T {
        do { return try CanonicalJSON.decode(type, from: bytes) } catch {
            throw InputProblem(
                "The server at \(base) answers in another form than this program reads. Use the same version for both.",
                exitCode: 1)
        }
    }

    private func ask(_ method: HTTPMethod, _ path: String, _ body: [UInt8]? = nil) async throws -> [UInt8] {
        let response = try await open(method, path, body)
        do { return Array(try await response.body.collect(upTo: PrivateAPI.answerMax).readableBytesView) } catch {
            throw silent(error)
        }
    }

    /// An answer that is a success; its body has not been read yet.
    private func open(_ method: HTTPMethod, _ path: String, _ body: [UInt8]? = nil) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do { response = try await HTTPClient.shared.execute(request, timeout: .seconds(30)) } catch {
            throw silent(error)
        }
        guard response.status.code >= 300 else { return response }
        let bytes = try? await response.body.collect(upTo: PrivateAPI.answerMax).readableBytesView
        let problem = try? CanonicalJSON.decode(Problem.self, from: Array(bytes ?? ByteBufferView()))
        throw InputProblem(
            problem.map { [$0.detail, $0.remedy ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
                ?? "The server answered HTTP \(response.status.code). Look into its log.", exitCode: 1)
    }

    private func silent(_ error: any Error) -> InputProblem {
        InputProblem(
            "The server at \(base) does not answer (\(error)). Start it, or name its private address with --server.",
            exitCode: 69)
    }

    private struct Problem: Decodable {
        var detail: String
        var remedy: String?
    }
}
