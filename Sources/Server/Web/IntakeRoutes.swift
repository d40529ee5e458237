import HTTPTypes
import Hummingbird
import Intake
import OnRecord

/// Where other tools send signals. Each body is stored before it is answered; what to do about it comes later.
struct IntakeRoutes: Sendable {
    /// Bytes of one body.
    static let bodyMax = 8 << 20

    let house: House
    let inbox: Inbox
    let access: Access
    let lines: LineReader

    func add(to router: Router<Context>) {
        router.post("/intake/ndjson") { request, _ in
            try await self.take(request) { body, source, now in
                let reading = NDJSON.read(body, from: source, receivedAt: now, lines: lines)
                return (reading.batch, reading.unparsed)
            }
        }
        router.post("/intake/alertmanager") { request, _ in
            try await self.take(request) { body, source, now in
                (AlertmanagerWebhook.read(body, from: source, receivedAt: now), [])
            }
        }
    }

    private func take(
        _ request: Request, read: ([UInt8], String, Timestamp) -> (SignalBatch, [NDJSON.LineProblem])
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
        let (batch, unparsed) = read(body, source, house.clock.now())
        if !batch.signals.isEmpty {
            do { try await inbox.save(batch, size: body.count) } catch {
                var answer = Answer.problem(
                    .serviceUnavailable, "Not stored",
                    "The signals could not be stored now, so they are not acknowledged.",
                    remedy: "Send the same body again after a few seconds.")
                answer.headers[.retryAfter] = "5"
                return answer
            }
        }
        return Answer.json(Receipt(stored: batch.signals.count, unparsed: unparsed), status: .accepted)
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
        var unparsed: [NDJSON.LineProblem]
    }
}
