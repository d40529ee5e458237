import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OnRecord
import Server

/// Speaks to the private API of a running server, as its operator.
struct ServerClient: Sendable {
    private static let answerMax = 64 << 20

    private let base: String
    private let key: String

    /// - Parameter data: the server's data folder, which holds the operator key.
    init(address: String, data: String) throws {
        guard FileManager.default.fileExists(atPath: "\(data)/secrets.json") else {
            throw StartProblem(
                "There is no secrets.json in \(data), so there is no operator key. Name the data folder of the server with --data.",
                exitCode: .usage)
        }
        base = "http://\(try Serve.address(address, "--private"))"
        key = try Secrets.open(in: data, sources: []).operatorKey
    }

    func get<T: Decodable>(_ path: String, as type: T.Type) async throws -> T {
        try decode(type, try await send(.GET, path, [:]))
    }

    func post<T: Decodable>(_ path: String, _ fields: [String: String] = [:], as type: T.Type) async throws -> T {
        try decode(type, try await send(.POST, path, fields))
    }

    func bytes(_ path: String) async throws -> [UInt8] { try await send(.GET, path, [:]) }

    private func decode<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) throws -> T {
        do { return try CanonicalJSON.decode(type, from: bytes) } catch {
            throw StartProblem(
                "\(base) answered something this program cannot read. Use the program of the server's version.",
                exitCode: .policyRefused)
        }
    }

    private func send(_ method: HTTPMethod, _ path: String, _ fields: [String: String]) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        if method == .POST {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: CanonicalJSON.encode(fields)))
        }
        let status: UInt
        let body: [UInt8]
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            status = response.status.code
            body = Array(try await response.body.collect(upTo: ServerClient.answerMax).readableBytesView)
        } catch {
            throw StartProblem(
                "No server answers at \(base). Start it, or name its private listener with --private.",
                exitCode: .policyRefused)
        }
        guard (200..<300).contains(status) else {
            struct Problem: Decodable { var detail: String }
            let detail = try? CanonicalJSON.decode(Problem.self, from: body).detail
            throw StartProblem(detail ?? "\(base) answered HTTP \(status).", exitCode: .policyRefused)
        }
        return body
    }
}
