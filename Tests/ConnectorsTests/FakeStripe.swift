import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A billing system that answers as told and keeps what it was asked.
actor FakeStripe {
    struct Request: Sendable {
        var method, path: String
        /// Names in lower case.
        var headers: [String: String]
        var body: String
    }

    nonisolated let base: String
    private(set) var requests: [Request] = []

    private init(base: String) { self.base = base }

    private func keep(_ request: Request) { requests.append(request) }

    static func answering<T: Sendable>(
        _ status: Int, _ body: String, location: String? = nil, _ use: (FakeStripe) async throws -> T
    ) async throws -> T {
        let (servers, found) = AsyncStream.makeStream(of: FakeStripe.self)
        let box = ServerBox()
        let responder = CallbackResponder { (request: Hummingbird.Request, _: BasicRequestContext) in
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            let text = String(buffer: try await request.body.collect(upTo: 1 << 16))
            await box.server?.keep(
                Request(method: request.method.rawValue, path: request.uri.path, headers: headers, body: text))
            var answer = Response(status: .init(code: status), body: .init(byteBuffer: ByteBuffer(string: body)))
            if let location { answer.headers[.location] = location }
            return answer
        }
        var logger = Logger(label: "stripe")
        logger.logLevel = .critical
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                let server = FakeStripe(base: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                await box.set(server)
                found.yield(server)
            }, logger: logger)
        let running = Task { try await application.run() }
        defer { running.cancel() }
        for await server in servers { return try await use(server) }
        throw CancellationError()
    }

    private actor ServerBox {
        private(set) var server: FakeStripe?
        func set(_ server: FakeStripe) { self.server = server }
    }
}
