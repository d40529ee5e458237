import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import OnRecord

/// Asks as a stranger would: on a new connection, without cookies, following no redirect.
struct HTTPLook: Sendable {
    /// Bytes of a body that are searched for what is expected.
    static let bodyMax = 64 << 10
    static let summaryMax = 1 << 20

    let trust: Trust

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        // A try is a look: the first failure is what was seen.
        configuration.connectionPool.retryConnectionEstablishment = false
        // The deadline of each look stands above it.
        configuration.timeout.connect = .seconds(60)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    func look(at target: ProbeSpec.HTTPTarget, timeout: Duration) async throws -> ProbeResult {
        try await withDeadline(timeout) {
            let response = try await execute(request(target.url), timeout: timeout)
            let code = Int(response.status.code)
            guard target.statuses.isEmpty ? (200..<300).contains(code) : target.statuses.contains(code) else {
                return .down(.status, "\(code) instead of \(HTTPLook.shown(target.statuses))")
            }
            guard let wanted = target.bodyContains else { return .up }
            let body = try await HTTPLook.start(of: response.body, max: HTTPLook.bodyMax)
            return body.contains(Array(wanted.utf8)) ? .up : .down(.body, "its answer does not hold “\(wanted)”")
        }
    }

    func status(of url: String, timeout: Duration) async throws -> Int {
        Int(try await execute(request(url), timeout: timeout).status.code)
    }

    /// - Throws: `SummaryTrouble`, or `CancellationError`.
    func summary(
        at url: String, unless known: SummaryValidators, timeout: Duration
    ) async throws -> SummaryAnswer {
        var request = request(url)
        request.headers.add(name: "Accept", value: "application/json")
        if let tag = known.entityTag { request.headers.add(name: "If-None-Match", value: tag) }
        if let date = known.lastModified { request.headers.add(name: "If-Modified-Since", value: date) }
        do {
            return try await withDeadline(timeout) { [request] in
                let response = try await execute(request, timeout: timeout)
                switch response.status.code {
                case 304 where known != SummaryValidators(): return .unchanged
                case 200: break
                case 300..<400:
                    throw SummaryTrouble("it redirects elsewhere; name the address it leads to in the policy")
                default: throw SummaryTrouble("it answers \(response.status.code)")
                }
                let body = try await HTTPLook.start(of: response.body, max: HTTPLook.summaryMax + 1)
                guard body.count <= HTTPLook.summaryMax else {
                    throw SummaryTrouble("it is larger than \(HTTPLook.summaryMax) bytes")
                }
                return .changed(
                    body: body,
                    SummaryValidators(
                        entityTag: response.headers.first(name: "ETag"),
                        lastModified: response.headers.first(name: "Last-Modified")))
            }
        } catch let trouble as SummaryTrouble {
            throw trouble
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            guard case .down(_, let reason) = NetworkTrouble.result(of: error, timeout: timeout) else {
                throw error
            }
            throw SummaryTrouble(reason)
        }
    }

    private func request(_ url: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "OnRecord")
        // A kept connection would hide that no new one can be made.
        request.headers.add(name: "Connection", value: "close")
        request.tlsConfiguration = trust.configuration
        return request
    }

    private func execute(_ request: HTTPClientRequest, timeout: Duration) async throws -> HTTPClientResponse {
        try await HTTPLook.client.execute(request, deadline: .now() + .milliseconds(timeout.milliseconds))
    }

    /// At most so many bytes from the beginning; the rest is not waited for.
    private static func start(of body: HTTPClientResponse.Body, max: Int) async throws -> [UInt8] {
        var start: [UInt8] = []
        for try await part in body {
            start += part.readableBytesView.prefix(max - start.count)
            if start.count >= max { break }
        }
        return start
    }

    private static func shown(_ statuses: [Int]) -> String {
        statuses.isEmpty ? "2xx" : statuses.map(String.init).joined(separator: " or ")
    }
}
