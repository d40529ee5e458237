import Dispatch
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import OnRecord

/// Where other tools send signals. Each request is stored before it is answered; what to do about it comes later.
struct DoorRoutes: Sendable {
    /// Bytes of one body, as sent and after decompression.
    static let bodyMax = 8 << 20
    static let decodedMax = 32 << 20
    /// Of a sender whose token stands in the body.
    static let unknownBodyMax = 512 << 10
    /// How long a body may take to arrive.
    static let bodyTime = Duration.seconds(60)
    /// Bytes from which on a body is read on a thread of its own: that takes seconds, and there are only as many threads
    /// for all doors as the machine has processors.
    static let largeBody = 64 << 10
    /// Seconds after which a sender should try again.
    static let retryAfter = 5

    let house: House
    let inbox: Inbox
    let access: Access
    let senders: Senders
    let doors: Doors
    let care: EvidenceCare
    let publicKeys: PublicKeyRing
    private let budget = BodyBudget()

    init(
        house: House, inbox: Inbox, access: Access, senders: Senders, doors: Doors, care: EvidenceCare,
        publicKeys: PublicKeyRing
    ) {
        (self.house, self.inbox, self.access, self.senders) = (house, inbox, access, senders)
        (self.doors, self.care, self.publicKeys) = (doors, care, publicKeys)
    }

    private static let paths: [RouterPath] = [
        "/in/**", "/ping/**", "/api/push/**", "/v1/logs", "/loki/api/v1/push", "/v2/enqueue", "/v2/change/enqueue",
        "/api/v2/alerts", "/api/v2/status",
    ]

    func add(to router: Router<Context>) {
        for path in DoorRoutes.paths {
            for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options] {
                router.on(path, method: method) { request, _ in try await self.take(request) }
            }
        }
    }

    private func take(_ request: Request) async throws -> Response {
        let parts = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        guard let address = DoorAddress(parts, names: doors.names), var door = doors[address.door] else {
            return Answer.problem(
                .notFound, "No such door", "\(request.uri.path.prefix(200)) is no address that signals are sent to.",
                remedy: "Use /in/TOKEN/DOOR with one of \(doors.names.sorted().joined(separator: ", ")).")
        }
        let type = request.headers[.contentType]
        // A heartbeat's address tells whom it belongs to, and a routing key stands in the body; all others come first.
        var source = token(address, request).flatMap { senders.source(withToken: $0) }
        if address.door == HeartbeatDoor.name {
            source = address.path.first.flatMap { senders.source(withHeartbeat: $0) }
        }
        guard source != nil || address.door == PagerDutyDoor.name else {
            return response(door.refuse(.unauthorised, contentType: type), to: request)
        }

        let share = BodyBudget.Share(of: budget)
        defer { withExtendedLifetime(share) {} }
        let sent: [UInt8]
        do {
            // Who is not known yet may not send much.
            let most = source == nil ? DoorRoutes.unknownBodyMax : DoorRoutes.bodyMax
            sent = try await body(of: request, upTo: most, share)
        } catch let refusal as DoorRefusalError {
            return response(door.refuse(refusal.reason, contentType: type), to: request)
        }
        if source == nil {
            source = PagerDutyDoor.routingKey(in: sent).flatMap { senders.source(withToken: $0) }
        }
        guard let source else { return response(door.refuse(.unauthorised, contentType: type), to: request) }
        // Signing protects a token that leaked only if it does not open another door unsigned.
        guard senders.secret(of: source) == nil || Swift.type(of: door).verifiesSignatures else {
            return response(door.refuse(.unauthorised, contentType: type), to: request)
        }
        let headers = DoorRoutes.headers(of: request)
        let decoded: [UInt8]
        do throws(DoorRefusal) {
            decoded = try await DoorRoutes.apart(size: sent.count) { () -> Result<[UInt8], DoorRefusal> in
                Result { () throws(DoorRefusal) in
                    try Decompression.decode(sent, encoding: headers["content-encoding"], max: DoorRoutes.decodedMax)
                }
            }.get()
        } catch { return response(door.refuse(error, contentType: type), to: request) }
        guard share.take(decoded.count) else {
            return response(door.refuse(.busy(retryAfter: DoorRoutes.retryAfter), contentType: type), to: request)
        }
        var asked = DoorRequest(
            method: request.method.rawValue, path: address.path, query: DoorRoutes.query(of: request),
            headers: headers, body: decoded, source: source, receivedAt: house.clock.now())
        asked.secret = senders.secret(of: source)
        asked.registeredToken = { [store = house.store] hash in try? store.token(withSecretHash: hash) }
        if address.door == GitHubSecretScanningDoor.name {
            let partner = GitHubSecretScanningDoor(keys: publicKeys.keys(of: source))
            // The sender may have begun to sign with a key that was not there when the list was fetched.
            if partner.missingKey(for: asked) != nil, publicKeys.lookAgain(for: source) {
                return response(door.refuse(.busy(retryAfter: DoorRoutes.retryAfter), contentType: type), to: request)
            }
            door = partner
        }
        return response(await answer(asked, at: door), to: request)
    }

    /// Reads, stores, and only then answers what the door said.
    private func answer(_ request: DoorRequest, at door: any Door) async -> DoorAnswer {
        let (share, room) = inbox.handover.share(for: request.body.count)
        let (reading, batch) = await DoorRoutes.apart(size: request.body.count) { [care] in
            var request = request
            request.room = room
            var reading = door.read(request)
            let batch = care.batch(&reading, of: request, at: door)
            return (reading, batch)
        }
        guard let batch else { return reading.answer }
        // Many small signals weigh more than the body they stood in.
        let size = max(request.body.count, batch.signals.count << 10)
        let prepared = reading.takenApart.map { Handover.Prepared(lines: $0, share: share) }
        do { try await inbox.save(batch, size: size, handing: prepared) } catch {
            return door.refuse(.busy(retryAfter: DoorRoutes.retryAfter), contentType: request.contentType)
        }
        return reading.answer
    }

    private static func apart<T: Sendable>(size: Int, _ work: @escaping @Sendable () -> T) async -> T {
        if size < largeBody { return work() }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
        }
    }

    // MARK: - From and to HTTP

    private struct DoorRefusalError: Error { var reason: DoorRefusal }

    /// Counted as it comes, so that announcing much and sending little takes nobody's place.
    private func body(of request: Request, upTo most: Int, _ share: BodyBudget.Share) async throws -> [UInt8] {
        let tooLarge = DoorRefusalError(reason: .tooLarge(max: most))
        let deadline = ContinuousClock.now + DoorRoutes.bodyTime
        var bytes: [UInt8] = []
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        if announced > most { throw tooLarge }
        for try await part in request.body {
            // Memory that is reserved and not written to costs nothing; growing by and by costs copies.
            if bytes.isEmpty { bytes.reserveCapacity(max(announced, part.readableBytes)) }
            guard bytes.count + part.readableBytes <= most else { throw tooLarge }
            guard share.take(part.readableBytes), ContinuousClock.now < deadline else {
                throw DoorRefusalError(reason: .busy(retryAfter: DoorRoutes.retryAfter))
            }
            part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// In the address, as a bearer token, or as the password of basic authentication: senders can do one of these.
    private func token(_ address: DoorAddress, _ request: Request) -> String? {
        if let token = address.token { return token }
        if let token = access.bearer(request) { return token }
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("basic "),
            let pair = Data(base64Encoded: String(header.dropFirst(6))),
            let colon = pair.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return String(decoding: pair[pair.index(after: colon)...], as: UTF8.self)
    }

    private static func headers(of request: Request) -> [String: String] {
        var headers: [String: String] = [:]
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
        }
        return headers
    }

    private static func query(of request: Request) -> [(name: String, value: String)] {
        request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    }

    private func response(_ answer: DoorAnswer, to request: Request) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        let body = request.method == .head ? [] : answer.body
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
