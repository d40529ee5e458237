import Logging
import OnRecord
import ServiceLifecycle

/// Answers requests for news, and forgets those that nobody confirmed. Rows of the subscribers' table say what is owed:
/// after a crash a greeting goes out again under the same Message-ID, or was never owed.
struct Greetings: ServiceLifecycle.Service {
    private static let batch = 50

    let house: House
    let mail: MailRoom
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var rounds = 0
            while !Task.isCancelled {
                do {
                    if rounds % 60 == 0 { try forget() }
                    try await greet()
                } catch {
                    logger.error("a round of greetings was interrupted", metadata: ["reason": "\(error)"])
                }
                rounds += 1
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }

    private func forget() throws {
        try house.store.forgetUnconfirmed(before: house.clock.now() + (.zero - Subscriber.patience))
    }

    private func greet() async throws {
        for subscriber in try house.store.greetingsDue(at: house.clock.now(), limit: Greetings.batch) {
            let greeted = subscriber.greeted(await mail.greet(subscriber), at: house.clock.now())
            try house.store.save(greeted.greeting, of: subscriber.id)
        }
    }
}
