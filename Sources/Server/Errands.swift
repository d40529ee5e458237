import Connectors
import Courier
import Logging
import OnRecord
import ServiceLifecycle

/// Carries out what the engine decided: takes jobs from the outbox, does them, reports how they ended.
public struct Errands: ServiceLifecycle.Service {
    private static let finishTries = 30

    let house: House
    let mail: MailRoom
    let hooks: HookRoom
    let credits: CreditRoom
    let logger: Logger

    public func run() async throws {
        let wakeUps = WakeUps(house: house)
        await withDiscardingTaskGroup { jobs in
            for await _ in wakeUps.moments.cancelOnGracefulShutdown() {
                // Mails and containment do not wait for a public page that cannot be written just now.
                do { try await house.take(.tick) } catch {
                    logger.error("time's own consequences were interrupted", metadata: ["reason": "\(error)"])
                }
                do {
                    // Each job runs on its own: a slow hook holds up no mail, and no page waits for either.
                    for job in try await house.takeJobs() {
                        jobs.addTask {
                            await carryOut(job)
                            wakeUps.wake()
                        }
                    }
                } catch {
                    // Effects are rows: what was not finished is handed out again.
                    logger.error("a round of deliveries was interrupted", metadata: ["reason": "\(error)"])
                }
            }
        }
        await mail.smtp.close()
    }

    private func carryOut(_ job: Job) async {
        let result: JobResult
        do { result = try await perform(job) } catch {
            logger.error("a job failed", metadata: ["job": "\(job.effect.id)", "reason": "\(error)"])
            result = .failed(detail: "interrupted here", final: false)
        }
        if case .failed(let detail, final: false) = result {
            logger.warning("a job will be tried again", metadata: ["job": "\(job.effect.id)", "reason": "\(detail)"])
        }
        // A result that is stored twice is stored once; one that is lost waits for its lease to run out.
        for _ in 0..<Errands.finishTries {
            do { return try await house.finish(job, result) } catch {
                logger.error("a result was not stored", metadata: ["job": "\(job.effect.id)", "reason": "\(error)"])
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            }
        }
        await house.giveUp(job)
    }

    private func perform(_ job: Job) async throws -> JobResult {
        if let result = try await house.performHouseWork(job) { return result }
        switch job.effect.task {
        case .page(let responder, let round): return try await mail.page(responder, round: round, job)
        case .notifyCustomers, .tell: return try await mail.notify(job)
        case .confirmReceipt: return try await mail.confirmReceipt(job)
        case .tellSubscribers(let bulletin): return try await mail.tell(bulletin, job)
        case .sendDigest(let digest): return try await mail.send(digest, job)
        case .act(let action): return await hooks.run(action, job.effect)
        case .grantCredits(let list, .stripe(let variable)):
            return try await credits.grant(list, keyFrom: variable, job)
        case .revokeTokens, .openReissue, .listCredits, .grantCredits(_, .export):
            return .failed(detail: "the house does this itself", final: true)
        }
    }
}

/// Moments to look into the outbox: whenever the journal grows or a job has ended, and once a second for what time alone
/// brings. Moments that pile up are one.
private struct WakeUps: Sendable {
    let moments: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init(house: House) {
        let (moments, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (self.moments, self.continuation) = (moments, continuation)
        let changes = house.changes.stream()
        let listening = Task { for await _ in changes { continuation.yield() } }
        let ticking = Task {
            while !Task.isCancelled {
                continuation.yield()
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            }
        }
        continuation.onTermination = { _ in
            listening.cancel()
            ticking.cancel()
        }
    }

    func wake() { continuation.yield() }
}

/// Finds the hook of an action and runs it.
struct HookRoom: Sendable {
    let house: House
    let connector: WebhookConnector
    /// Values of the environment variables that the policy's actions name.
    let environment: [String: String]

    func run(_ id: String, _ effect: Effect) async -> JobResult {
        guard let action = house.policy.action(id) else {
            return .failed(detail: "the policy in force has no action “\(id)”", final: true)
        }
        switch action.connector {
        case .manual: return .done(detail: "stated by a person")
        case .webhook(let variable):
            guard let url = environment[variable], !url.isEmpty else {
                return .failed(
                    detail: "the environment variable \(variable) is empty; set it to the hook's URL", final: true)
            }
            let hook = WebhookConnector.Hook(url: url, secret: environment[variable + "_SECRET"] ?? "")
            return await connector.run(action, effect, hook: hook, at: house.clock.now())
        }
    }
}
