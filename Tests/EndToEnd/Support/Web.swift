import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A client that follows no redirect and keeps no cookie: what it shows is what was answered.
struct Web: Sendable {
    var base: String
    var headers: [String: String] = [:]

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        func decoded<T: Decodable>(_ type: T.Type) throws -> T { try JSONDecoder().decode(type, from: Data(bytes)) }
    }

    private static let client = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .init(redirectConfiguration: .disallow))

    init(_ base: String, bearer token: String? = nil) {
        self.base = base
        headers = token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
    }

    func with(_ more: [String: String]) -> Web {
        var web = self
        web.headers.merge(more) { _, new in new }
        return web
    }

    func get(_ path: String) async throws -> Answer { try await send("GET", path) }

    /// A form, unless another type is named.
    func post(_ path: String, _ body: String = "", type: String = "application/x-www-form-urlencoded") async throws
        -> Answer
    {
        try await with(["Content-Type": type]).send("POST", path, body)
    }

    /// Log lines for the intake.
    func ship(_ lines: String) async throws -> Answer {
        try await post("/in/ndjson", lines, type: "application/x-ndjson")
    }

    func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> Answer {
        try await send(method, path, bytes: body.map { Array($0.utf8) })
    }

    func send(_ method: String, _ path: String, bytes body: [UInt8]?) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body, !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await Web.client.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 8 << 20)
        let fields = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Answer(
            status: Int(response.status.code), headers: Dictionary(fields, uniquingKeysWith: { $0 + ", " + $1 }),
            bytes: Array(bytes.readableBytesView))
    }
}
