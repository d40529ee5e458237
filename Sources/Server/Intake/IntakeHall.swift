import Courier
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Logging
import OnRecord
import Probes
import ServiceLifecycle

/// All ways in, put together: the doors, the listeners for syslog and mail, and our own probes. Whatever comes in goes
/// through the same care and into the same inbox before anybody is told that it arrived.
struct IntakeHall: Sendable {
    let house: House
    let inbox: Inbox
    private let access: Access
    private let care: EvidenceCare
    private let publicKeys: PublicKeyRing
    private let senders: Senders
    private let returns: Returns
    private let logger: Logger

    /// - Throws: `StartProblem` when the policy names a variable that is empty.
    init(
        house: House, inbox: Inbox, access: Access, environment: [String: String], logger: Logger
    ) throws {
        (self.house, self.inbox, self.access) = (house, inbox, access)
        self.logger = logger
        returns = Returns(house: house, tokens: MailTokens(secrets: access.secrets), logger: logger)
        let policy = house.policy
        senders = try Senders(policy.sources, secrets: access.secrets, environment: environment)
        care = EvidenceCare(policy.signals, key: access.secrets.pseudonymKey)
        publicKeys = PublicKeyRing(sources: policy.sources, logger: logger)
    }

    func addDoors(to router: Router<Context>) {
        DoorRoutes(
            house: house, inbox: inbox, access: access, senders: senders, doors: Doors(), care: care,
            publicKeys: publicKeys
        ).add(to: router)
    }

    /// What runs beside the listeners for HTTP.
    func services() throws -> [any ServiceLifecycle.Service] {
        var services: [any ServiceLifecycle.Service] = [
            publicKeys,
            Watch(
                house: house, inbox: inbox,
                names: Pseudonyms(fields: [], key: Array(access.secrets.pseudonymKey.utf8)), returns: returns,
                logger: logger),
            Retention(house: house, logger: logger),
        ]
        if let syslog = house.policy.listeners.syslog { services.append(try listener(syslog)) }
        if let mail = house.policy.listeners.mail { services.append(listener(mail)) }
        if !house.policy.probes.isEmpty || !house.policy.upstreams.isEmpty { services.append(prober()) }
        return services
    }

    private func listener(_ spec: Listeners.Syslog) throws -> SyslogListener {
        let tls = spec.certificate.flatMap { certificate in
            spec.key.map { ListenerTLS(certificates: certificate, key: $0, clientAuthorities: spec.clientAuthority) }
        }
        return try SyslogListener(
            .init(host: spec.address.host, port: spec.address.port, tls: tls, peers: spec.peers),
            stream: { FramedSyslog() },
            deliver: { messages in
                let now = house.clock.now()
                let signals = messages.map { SyslogMessage.signal(from: $0[...], receivedAt: now) }
                try await store(signals, from: spec.source, receivedAt: now, size: messages.reduce(0) { $0 + $1.count })
            }, logger: logger)
    }

    private func listener(_ spec: Listeners.Mail) -> any ServiceLifecycle.Service {
        let listener = MailListener(
            .init(host: spec.address.host, port: spec.address.port, name: spec.name ?? spec.address.host),
            source: { recipient in
                if returns.isReturn(to: recipient) { return Returns.source }
                // Mail cannot be signed as a source signs, so a source that signs has no mail address.
                return MailListener.token(in: recipient).flatMap { senders.source(withToken: $0) }
                    .flatMap { senders.secret(of: $0) == nil ? $0 : nil }
            },
            deliver: { mail in
                // What it says about who checked the sender is the sender's own word here.
                var batches: [SignalBatch] = []
                for recipient in mail.recipients {
                    let request = DoorRequest(
                        headers: ["x-envelope-from": mail.sender, "x-envelope-to": recipient.address], body: mail.data,
                        source: recipient.source, receivedAt: house.clock.now())
                    let door = InboundMailDoor(trust: .nobody)
                    var reading = door.read(request)
                    // Where bounces come back to, nobody writes reports, and no tool its alerts.
                    if recipient.source == Returns.source {
                        reading.content = .signals(
                            reading.signals.filter { $0.state == .bounce || $0.state == .complaint })
                    }
                    if let batch = care.batch(&reading, of: request, at: door) { batches.append(batch) }
                }
                // All of them or none: a mail that is sent again must not arrive twice anywhere.
                do { try await inbox.save(batches, size: mail.data.count * batches.count) } catch is Inbox.Full {
                    return .full
                }
                return .stored("stored")
            })
        return Beside {
            _ = try await listener.start()
        } stop: {
            await listener.stop()
        }
    }

    private func prober() -> any ServiceLifecycle.Service {
        let policy = house.policy
        let resolver = ResolverFile.server(
            in: (try? String(contentsOfFile: ResolverFile.path, encoding: .utf8)) ?? "")
        let prober = Prober(
            probes: policy.probes, references: policy.probeReferences, upstreams: policy.upstreams,
            looker: NetworkLooker(resolver: resolver), clock: SleepingClock(clock: house.clock),
            readSummary: { body, components, open, now in
                try StatuspageSummary.read(
                    body, open: open, touching: components.isEmpty ? nil : Set(components), receivedAt: now
                ).signals
            },
            deliver: { source, signals in
                try await store(signals, from: source, receivedAt: house.clock.now(), size: signals.count << 10)
            })
        return Running { await prober.run() }
    }

    private func store(_ signals: [Signal], from source: String, receivedAt: Timestamp, size: Int) async throws {
        guard !signals.isEmpty else { return }
        try await inbox.save(
            care.batch(SignalBatch(source: source, receivedAt: receivedAt, signals: signals)), size: size)
    }
}

/// Runs something until the server stops; it ends when its task is cancelled.
private struct Running: ServiceLifecycle.Service {
    let work: @Sendable () async -> Void
    func run() async throws { await cancelWhenGracefulShutdown { await work() } }
}

/// Starts something, and stops it with the server.
private struct Beside: ServiceLifecycle.Service {
    let start: @Sendable () async throws -> Void
    let stop: @Sendable () async -> Void

    func run() async throws {
        try await start()
        try? await gracefulShutdown()
        await stop()
    }
}

/// The house's time for whoever waits: sleeps by the machine's clock, and looks at the house's in between, which may leap.
private struct SleepingClock: ProbeClock {
    let clock: any HouseClock

    func now() -> Timestamp { clock.now() }
}

private struct FramedSyslog: SyslogStream {
    private var framing = SyslogFraming()
    mutating func feed(_ chunk: ArraySlice<UInt8>) -> [[UInt8]] { framing.feed(chunk).map(\.bytes) }
    mutating func finish() -> [UInt8]? { framing.finish()?.bytes }
}
