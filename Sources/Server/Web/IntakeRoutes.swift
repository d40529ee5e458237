import Dispatch
import HTTPTypes
import Hummingbird
import Intake
import OnRecord

/// Where other tools send signals. Each body is stored before it is answered; what to do about it comes later.
struct IntakeRoutes: Sendable {
    /// Bytes of one body.
    static let bodyMax = 8 << 20
    /// Lines of one body: a signal weighs far more in memory than the three bytes it may be sent in.
    static let linesMax = 100_000
    /// Bytes from which on a body is taken apart on a thread of its own.
    static let largeBody = 64 << 10
    /// Mistakes that one receipt names.
    static let problemsShown = 100

    let house: House
    let inbox: Inbox
    let access: Access

    func add(to router: Router<Context>) {
        router.post("/intake/ndjson") { request, _ in
            try await self.take(request, lines: IntakeRoutes.linesMax) { body, source, now in
                NDJSON.read(body, from: source, receivedAt: now)
            }
        }
        router.post("/intake/alertmanager") { request, _ in
            try await self.take(request) { body, source, now in
                let batch = AlertmanagerWebhook.read(body, from: source, receivedAt: now)
                return NDJSON.Reading(batch: batch, count: batch.signals.count, unparsed: [])
            }
        }
    }

    private typealias Reading = @Sendable ([UInt8], String, Timestamp) -> NDJSON.Reading

    private func take(
        _ request: Request, lines linesMax: Int = .max,
        read: @escaping Reading
    ) async throws -> Response {
        guard let token = access.bearer(request), let source = access.secrets.source(withToken: token) else {
            var answer = Answer.problem(
                .unauthorized, "No source token", "The request carries no token of a source of the policy.",
                remedy: "Send `Authorization: Bearer …` with a token that `onrecord sources` lists.")
            answer.headers[.wwwAuthenticate] = "Bearer"
            return answer
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > IntakeRoutes.bodyMax {
            return tooLarge(length)
        }
        let body: [UInt8]
        do { body = Array(try await request.body.collect(upTo: IntakeRoutes.bodyMax).readableBytesView) } catch {
            return tooLarge(nil)
        }
        guard body.count(where: { $0 == 0x0a }) <= linesMax else {
            return Answer.problem(
                .contentTooLarge, "Too many lines", "The body has more than \(linesMax) lines.",
                remedy: "Send it in several requests, cut between lines.")
        }
        let reading = await IntakeRoutes.takeApart(body, source, house.clock.now(), read)
        if reading.count > 0 {
            do { try await inbox.save(reading.batch, size: body.count) } catch {
                var answer = Answer.problem(
                    .serviceUnavailable, "Not stored",
                    "The signals could not be stored now, so they are not acknowledged.",
                    remedy: "Send the same body again after a few seconds.")
                answer.headers[.retryAfter] = "5"
                return answer
            }
        }
        return Answer.json(
            Receipt(stored: reading.count, unparsed: Array(reading.unparsed.prefix(IntakeRoutes.problemsShown))),
            status: .accepted)
    }

    /// A large body takes seconds, and there are only as many threads for all doors as the machine has processors.
    private static func takeApart(
        _ body: [UInt8], _ source: String, _ now: Timestamp, _ read: @escaping Reading
    ) async -> NDJSON.Reading {
        if body.count < largeBody { return read(body, source, now) }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: read(body, source, now)) }
        }
    }

    private func tooLarge(_ length: Int?) -> Response {
        Answer.problem(
            .contentTooLarge, "Body too large",
            "The body has \(length.map { "\($0)" } ?? "more") bytes; at most \(IntakeRoutes.bodyMax) are taken.",
            remedy: "Send it in several requests, cut between lines.")
    }

    private struct Receipt: Encodable {
        /// Signals stored, unparsed ones among them.
        var stored: Int
        /// The first of those that could not be read, and why.
        var unparsed: [NDJSON.LineProblem]
    }
}
