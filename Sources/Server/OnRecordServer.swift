import Connectors
import Courier
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Intake
import Logging
import NIOCore
import OnRecord
import Pages
import SQLiteStore
import ServiceLifecycle
import UnixSignals

/// Everything that runs for one operator, put together in the order in which it starts; it stops in reverse.
public struct OnRecordServer: Sendable {
    public let house: House
    public let secrets: Secrets
    /// Present when mails are caught instead of sent.
    public let catcher: MailCatcher?
    public let publicURL: String
    public let privateURL: String
    private let group: ServiceGroup
    private let addresses: String
    private let lock: FolderLock

    /// Opens the data folder, folds the journal, and prepares both listeners. Nothing listens yet.
    /// - Throws: `StartProblem`, `StoreError`, `StoreFailure`: each one sentence with its remedy.
    public init(
        policy: Policy, settings: ServerSettings, clock: any HouseClock = SystemClock(), logger: Logger,
        stoppingOn: [UnixSignal] = [.sigterm, .sigint], started: @escaping @Sendable () async -> Void = {}
    ) async throws {
        let folder = settings.dataFolder
        do { try DurableFile.makeFolder(folder, mode: 0o700) } catch {
            throw StartProblem("\(error)", exitCode: .cannotWrite)
        }
        guard access(folder, W_OK) == 0 else {
            throw StartProblem(
                "The data folder \(folder) is not writable by this user. Change its owner, or name another with --data.",
                exitCode: .cannotWrite)
        }
        lock = try FolderLock(folder)
        secrets = try Secrets.open(in: folder, sources: policy.sources)
        let store = try SQLiteStore(path: "\(folder)/onrecord.sqlite")
        var random = SystemRandomNumberGenerator()
        let keeper = try RecordKeeper(
            folder: "\(folder)/record", signerFolder: "\(folder)/signer", origin: OnRecordServer.origin(of: policy),
            known: try store.entryCount(), files: DiskFiles(), random: &random)
        house = try await House.open(policy: policy, store: store, clock: clock, keeper: keeper, logger: logger)

        let smtp: SMTPConfiguration
        if let configured = settings.smtp {
            catcher = nil
            smtp = configured
        } else {
            let caught = try MailCatcher(folder: "\(folder)/mail", now: { clock.now().milliseconds })
            smtp = try SMTPConfiguration(host: "127.0.0.1", port: try await caught.start(port: 0), security: .none)
            catcher = caught
        }
        publicURL = policy.organisation.site
        privateURL = "http://\(settings.privateAddress)"
        addresses = "\(settings.publicAddress) and \(settings.privateAddress)"

        let signer = try OnRecordServer.signer(policy.mail, settings: settings, logger: logger)
        let templates = try NoticeTemplates(policy.templates)
        let links = Links(secrets: secrets, publicURL: publicURL, privateURL: privateURL)
        let access = Access(secrets: secrets, clock: clock)
        let acts = OperatorActs(house: house)
        let inbox = Inbox(store: store)
        let registry = RegistryRoutes(house: house, access: access)

        let publicRouter = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
        PublicRoutes(
            house: house, links: links, registry: registry, recordFolder: "\(folder)/record"
        ).add(to: publicRouter)
        let subscriptions = SubscriptionRoutes(house: house, links: links, access: access)
        subscriptions.addPublic(to: publicRouter)

        let privateRouter = Router(context: Context.self)
        privateRouter.add(middleware: PrivateProblems())
        let intake = try IntakeHall(
            house: house, inbox: inbox, access: access, environment: settings.environment, logger: logger)
        intake.addDoors(to: privateRouter)
        AlertRoutes(house: house, access: access, inbox: inbox).add(to: privateRouter)
        registry.add(to: privateRouter)
        subscriptions.addPrivate(to: privateRouter)
        APIRoutes(house: house, access: access, acts: acts).add(to: privateRouter)
        BreachRoutes(house: house, access: access, acts: acts).add(to: privateRouter)
        CreditRoutes(house: house, access: access).add(to: privateRouter)
        CustomerRoutes(house: house, access: access).add(to: privateRouter)
        let meter = SendingMeter()
        let notices = NoticeDesk(house: house, links: links, meter: meter, templates: templates)
        NoticeRoutes(house: house, access: access, acts: acts, notices: notices).add(to: privateRouter)
        ConsoleRoutes(
            house: house, access: access, acts: acts, notices: notices, publicURL: publicURL, catcher: catcher
        ).add(to: privateRouter)
        privateRouter.get("/healthz") { _, _ in Answer.bytes(Array("ok\n".utf8), type: "text/plain", cache: "no-store")
        }
        privateRouter.get("/readyz") { [house] _, _ in
            guard await house.isPublished else {
                return Answer.problem(
                    .serviceUnavailable, "Not ready", "The record or the public pages are behind the journal.",
                    remedy: "Look into the log; the data folder's free space or permissions are the usual cause.")
            }
            return Answer.bytes(Array("ready\n".utf8), type: "text/plain", cache: "no-store")
        }

        let listening = StartGate(count: 2, open: started)
        let hooks = HookRoom(
            house: house, connector: WebhookConnector(), environment: settings.environment)
        let mail = MailRoom(
            house: house, smtp: try SMTPClient(configuration: smtp, pace: SMTPPace(policy.mail.pace)), links: links,
            signer: signer, meter: meter, templates: templates)
        let errands = Errands(
            house: house, mail: mail, hooks: hooks,
            credits: CreditRoom(house: house, stripe: StripeConnector(), environment: settings.environment),
            logger: logger)
        let greetings = Greetings(house: house, mail: mail, logger: logger)
        let listeners = [
            OnRecordServer.listener(publicRouter, settings.publicAddress, logger, listening),
            OnRecordServer.listener(privateRouter, settings.privateAddress, logger, listening),
        ]
        let services: [any ServiceLifecycle.Service] = try [errands, greetings] + intake.services() + listeners
        // What fails is told once, by `run`; the others end in peace instead of being cut off.
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: stoppingOn, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        group = ServiceGroup(configuration: configuration)
    }

    /// Runs until it is told to stop: first the listeners close and answer what they have begun, then the workers end.
    public func run() async throws {
        do { try await group.run() } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartProblem(
                "One of \(addresses) is in use by another process. Stop it, or choose others with --public and --private.",
                exitCode: .addressInUse)
        }
        await catcher?.stop()
    }

    /// Lets something run beside the listeners, to start and stop with them. For use before `run`.
    public func add(_ service: any ServiceLifecycle.Service) async {
        await group.addServiceUnlessShutdown(
            .init(service: service, failureTerminationBehavior: .gracefullyShutdownGroup))
    }

    public func stop() async { await group.triggerGracefulShutdown() }

    /// Keys are made at their first use; whoever runs the domain has to hear of it.
    private static func signer(
        _ mail: MailIdentity, settings: ServerSettings, logger: Logger
    ) throws -> DKIMSigner? {
        switch mail.signing {
        case .relay: return nil
        case nil:
            if settings.smtp != nil {
                logger.warning(
                    "nobody has said who signs our mail, so it leaves unsigned; write `dkim: relay` or `dkim: {selector: onrecord}` under the policy's `mail`"
                )
            }
            return nil
        case .here(let identity):
            let opened = try DKIMKeys.open(identity, in: settings.dataFolder)
            if opened.isNew {
                logger.warning(
                    "a DKIM key was made; put these records into DNS (`onrecord mail dkim` prints them again)",
                    metadata: ["records": "\(opened.records.joined(separator: "\n"))"])
            }
            return opened.signer
        }
    }

    /// Host and path of the record's prefix, without scheme: the log's name for its life (C2SP tlog-tiles).
    static func origin(of policy: Policy) -> String {
        let site = policy.organisation.site
        let host = site.range(of: "://").map { String(site[$0.upperBound...]) } ?? site
        return "\(host)/trust/record"
    }

    private static func listener(
        _ router: Router<Context>, _ address: ServerSettings.Address, _ logger: Logger, _ gate: StartGate
    ) -> any ServiceLifecycle.Service {
        // An idle connection is closed after a minute, and headers stay small: slow senders must not add up.
        let channel = HTTP1Channel.Configuration(
            idleTimeout: .seconds(60),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
        return Application(
            router: router, server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(1024)),
            onServerRunning: { _ in await gate.pass() }, logger: logger)
    }
}

/// Opens once both listeners accept connections.
private actor StartGate {
    private var left: Int
    private let open: @Sendable () async -> Void

    init(count: Int, open: @escaping @Sendable () async -> Void) { (left, self.open) = (count, open) }

    func pass() async {
        left -= 1
        if left == 0 { await open() }
    }
}

extension SMTPPace {
    fileprivate init(_ pace: MailPace) {
        self.init(
            connections: pace.connections, mailsPerConnection: pace.mailsPerConnection,
            inFlightPerDomain: pace.inFlightPerDomain, perMinutePerDomain: pace.perMinutePerDomain)
    }
}
