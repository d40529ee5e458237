import Logging
import OnRecord
import ServiceLifecycle

/// Forgets signals when the policy's retention is over. What became of them stays: alerts are evidence.
struct Retention: ServiceLifecycle.Service {
    let house: House
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try house.store.forgetSignals(before: house.clock.now() + (.zero - house.policy.retention.signals))
                } catch {
                    logger.error("old signals were not forgotten", metadata: ["reason": "\(error)"])
                }
                do { try await Task.sleep(for: .seconds(3600)) } catch { return }
            }
        }
    }
}
