import NIOCore
import NIOPosix

/// Distributes waiting mails over the conversations with one server: opens as many as are of use and allowed, fewer when
/// the server asks for it, and keeps to each recipient domain's pace. Everything happens on one event loop.
final class SMTPDesk {
    /// How long a server that turned a connection away is not asked for more of them.
    private static let modesty = TimeAmount.seconds(30)
    /// Waiting mails for which another connection is worth opening.
    private static let mailsWorthAConnection = 8
    /// How often a mail that stayed here is handed to another conversation before whoever sent it hears of it.
    private static let movesMax = 2

    private let configuration: SMTPConfiguration
    private let pace: SMTPPace
    private let encryption: SMTPEncryption
    private let loop: any EventLoop
    private var pacing: DomainPacing

    private var bundles: [ObjectIdentifier: Bundle] = [:]
    private var queue = CircularBuffer<Waiting>()
    /// Of domains that have as many mails on their way as they may.
    private var parked: [String: CircularBuffer<Waiting>] = [:]
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var connecting = 0
    /// As many conversations as the server seems to allow, until when.
    private var limit: Int
    private var limitedUntil = NIODeadline.uptimeNanoseconds(0)
    private var isClosing = false

    /// Mails that were handed in together.
    private final class Bundle {
        var outcomes: [MailOutcome?]
        var left: Int
        var isGivenUp = false
        let promise: EventLoopPromise<[MailOutcome]>

        init(count: Int, _ promise: EventLoopPromise<[MailOutcome]>) {
            (outcomes, left, self.promise) = (Array(repeating: nil, count: count), count, promise)
        }
    }

    private struct Waiting {
        let envelope: MailEnvelope
        let domain: String
        let bundle: Bundle
        let position: Int
        let isUrgent: Bool
        var moves = 0
    }

    private final class Connection {
        let channel: any Channel
        let handler: SMTPHandler
        /// In the order in which they were given to it.
        var onTheirWay = CircularBuffer<Waiting>()

        init(_ channel: any Channel, _ handler: SMTPHandler) { (self.channel, self.handler) = (channel, handler) }
    }

    init(_ configuration: SMTPConfiguration, pace: SMTPPace, encryption: SMTPEncryption, loop: any EventLoop) {
        (self.configuration, self.pace, self.encryption, self.loop) = (configuration, pace, encryption, loop)
        pacing = DomainPacing(pace)
        limit = pace.connections
    }

    // MARK: - In

    func take(_ envelopes: [MailEnvelope], isUrgent: Bool, _ promise: EventLoopPromise<[MailOutcome]>) {
        let bundle = Bundle(count: envelopes.count, promise)
        bundles[ObjectIdentifier(promise.futureResult)] = bundle
        for (position, envelope) in envelopes.enumerated() {
            let waiting = Waiting(
                envelope: envelope, domain: Self.domain(of: envelope.recipient), bundle: bundle, position: position,
                isUrgent: isUrgent)
            if isUrgent { queue.prepend(waiting) } else { queue.append(waiting) }
        }
        distribute()
    }

    private static func domain(of address: String) -> String {
        address.split(separator: "@").last.map { $0.lowercased() } ?? ""
    }

    /// Whoever sent them does not wait any longer: what stayed here ends, and what cannot be stopped is cut off.
    func giveUp(_ id: ObjectIdentifier) {
        guard let bundle = bundles[id] else { return }
        bundle.isGivenUp = true
        let concerned = connections.values.filter { $0.onTheirWay.contains { $0.bundle === bundle } }
        for connection in concerned { connection.channel.close(promise: nil) }
        end(where: { $0.bundle === bundle }, because: "the sending was stopped")
    }

    func close() {
        isClosing = true
        for connection in connections.values {
            connection.handler.finish()
            connection.handler.flush()
        }
    }

    // MARK: - Distribution

    private func distribute() {
        for connection in connections.values { fill(connection) }
        for connection in connections.values { connection.handler.flush() }
        openAsManyAsAreOfUse()
    }

    private func fill(_ connection: Connection) {
        let handler = connection.handler
        guard handler.session.isOpen else { return }
        while handler.session.room > 0, let next = nextAdmitted() {
            connection.onTheirWay.append(next)
            handler.send(next.envelope)
            if handler.session.count >= pace.mailsPerConnection { handler.finish() }
        }
    }

    private func nextAdmitted() -> Waiting? {
        while let next = queue.popFirst() {
            if next.bundle.isGivenUp {
                end(next, because: "the sending was stopped")
                continue
            }
            if next.isUrgent { return next }
            switch pacing.admit(next.domain, at: .now()) {
            case .go: return next
            case .full: parked[next.domain, default: CircularBuffer()].append(next)
            case .wait(let span): end(next, because: "its domain is paced", retryAfter: span)
            }
        }
        return nil
    }

    private func openAsManyAsAreOfUse() {
        if limit < pace.connections, NIODeadline.now() >= limitedUntil {
            limit += 1
            limitedUntil = .now() + Self.modesty
        }
        let worth = (queue.count + Self.mailsWorthAConnection - 1) / Self.mailsWorthAConnection
        let busy = connections.values.count { !$0.handler.session.isIdle }
        let wanted = min(limit, busy + connecting + worth)
        while !isClosing, !queue.isEmpty, connections.count + connecting < wanted { open() }
    }

    private func open() {
        connecting += 1
        let desk = NIOLoopBound(self, eventLoop: loop)
        let (configuration, encryption) = (configuration, encryption)
        ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(configuration.timeouts.connect))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if configuration.security == .tls {
                        try channel.pipeline.syncOperations.addHandler(encryption.makeHandler())
                    }
                    let handler = SMTPHandler(configuration, encryption: encryption, owner: desk.value)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: configuration.host, port: configuration.port)
            .whenComplete { desk.value.hasTried($0) }
    }

    private func hasTried(_ result: Result<any Channel, any Error>) {
        connecting -= 1
        do {
            let channel = try result.get()
            let handler = try channel.pipeline.syncOperations.handler(type: SMTPHandler.self)
            connections[ObjectIdentifier(handler)] = Connection(channel, handler)
        } catch {
            isTurnedAway("\(configuration.host):\(configuration.port) could not be reached (\(error))", code: nil)
        }
    }

    /// A connection could not be made or opened. Those that are open go on with the work; with none at all, nothing can be
    /// sent now.
    private func isTurnedAway(_ reason: String, code: Int?) {
        holdBack()
        guard connections.isEmpty, connecting == 0 else { return }
        end(where: { _ in true }, because: reason, code: code)
    }

    /// Asks the server for no more conversations than it has been willing to hold.
    private func holdBack() {
        limit = max(1, min(limit, connections.count))
        limitedUntil = .now() + Self.modesty
    }

    // MARK: - Out

    private func end(_ waiting: Waiting, because reason: String, code: Int? = nil, retryAfter: Duration? = nil) {
        settle(
            waiting,
            MailOutcome(
                id: waiting.envelope.id, verdict: .deferred, code: code, text: reason, wasTried: false,
                retryAfter: retryAfter))
    }

    /// Ends what has not been given to any conversation.
    private func end(where matches: (Waiting) -> Bool, because reason: String, code: Int? = nil) {
        let all = Array(queue) + parked.values.flatMap { Array($0) }
        queue = CircularBuffer(all.filter { !matches($0) })
        parked = [:]
        for waiting in all where matches(waiting) { end(waiting, because: reason, code: code) }
    }

    private func settle(_ waiting: Waiting, _ outcome: MailOutcome) {
        let bundle = waiting.bundle
        guard bundle.outcomes[waiting.position] == nil else { return }
        bundle.outcomes[waiting.position] = outcome
        bundle.left -= 1
        guard bundle.left == 0 else { return }
        bundles[ObjectIdentifier(bundle.promise.futureResult)] = nil
        bundle.promise.succeed(bundle.outcomes.compactMap { $0 })
    }

    /// What stayed here goes another way, unless it has been sent about too often.
    private func takeBack(_ waiting: Waiting, _ outcome: MailOutcome) {
        guard !outcome.wasTried, waiting.moves < Self.movesMax, !waiting.bundle.isGivenUp else {
            return settle(waiting, outcome)
        }
        var again = waiting
        again.moves += 1
        queue.prepend(again)
    }

    private func unpark(_ domain: String) {
        guard var waiting = parked[domain] else { return }
        if let next = waiting.popFirst() { queue.prepend(next) }
        parked[domain] = waiting.isEmpty ? nil : waiting
    }
}

extension SMTPDesk: SMTPHandler.Owner {
    func hasProgressed(_ handler: SMTPHandler) {
        guard let connection = connections[ObjectIdentifier(handler)] else { return }
        for outcome in handler.takeOutcomes() {
            guard let waiting = connection.onTheirWay.popFirst() else { break }
            if !waiting.isUrgent {
                pacing.ended(waiting.domain, outcome.wasTried ? outcome.verdict : nil, at: .now())
                unpark(waiting.domain)
            }
            takeBack(waiting, outcome)
        }
        if isClosing { handler.finish() }
        fill(connection)
    }

    func hasEnded(_ handler: SMTPHandler) {
        guard connections.removeValue(forKey: ObjectIdentifier(handler)) != nil else { return }
        let failure = handler.session.failure
        if let failure, !handler.session.isOpen {
            isTurnedAway(failure.text, code: failure.code)
        } else if failure?.code == 421 {
            holdBack()
        }
        distribute()
    }
}
