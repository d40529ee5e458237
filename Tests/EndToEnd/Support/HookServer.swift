import Foundation

/// An operator's containment hook: it answers as told and keeps what it was asked.
struct HookServer {
    let url: String
    private let child: Child

    struct Request: Decodable, Sendable {
        var path: String
        /// Names in lower case.
        var headers: [String: String]
        var body: String
        /// What the hook itself computes from the secret; the sender's stands in `headers`.
        var signature: String
    }

    /// - Parameter secret: `whsec_` and base64.
    static func answering<T>(
        _ status: Int, secret: String, _ body: (HookServer) async throws -> T
    ) async throws -> T {
        let port = try Port.free()
        let arguments = [Program.shipped("Tests/Fixtures/hook-server.py"), "\(port)", "\(status)", secret]
        return try await Child.running(Stored.python, arguments) { child in
            try await eventually("the hook", hint: { child.errors }) { child.output.contains("ready") }
            return try await body(HookServer(url: "http://127.0.0.1:\(port)/hook", child: child))
        }
    }

    /// In the order of their arrival.
    func requests() throws -> [Request] {
        try child.output.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
            try JSONDecoder().decode(Request.self, from: Data($0.utf8))
        }
    }
}
