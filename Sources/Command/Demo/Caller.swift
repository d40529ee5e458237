import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Speaks HTTP as the people of the story do: the operator to the API, customers and thieves to the edge.
struct Caller: Sendable {
    var base: String
    var key: String = ""

    struct Answer: Sendable {
        var status: Int
        var text: String

        func decoded<T: Decodable>(_ type: T.Type) throws -> T { try JSONDecoder().decode(type, from: Data(text.utf8)) }
    }

    struct Unexpected: Error, CustomStringConvertible {
        var description: String
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, body: nil, headers: headers)
    }

    func post(_ path: String, _ body: String = "", type: String = "application/json") async throws -> Answer {
        try await send("POST", path, body: body, headers: ["Content-Type": type])
    }

    /// Posts and insists on success.
    @discardableResult
    func must(_ path: String, _ fields: [String: Any] = [:]) async throws -> Answer {
        let json = String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
        let answer = try await post(path, json)
        guard (200..<300).contains(answer.status) else {
            throw Unexpected(description: "POST \(path) answered \(answer.status): \(answer.text.prefix(300))")
        }
        return answer
    }

    private func send(_ method: String, _ path: String, body: String?, headers: [String: String]) async throws -> Answer
    {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = .init(rawValue: method)
        if !key.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(15))
        return Answer(
            status: Int(response.status.code), text: String(buffer: try await response.body.collect(upTo: 4 << 20)))
    }
}
