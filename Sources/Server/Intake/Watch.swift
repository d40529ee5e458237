import Intake
import Logging
import OnRecord
import ServiceLifecycle

/// Reads stored signals in order, lets the rules look at them, and hands what is new about alerts to the house.
public struct Watch: ServiceLifecycle.Service {
    /// Batches read at once.
    static let batches = 64
    /// Signals after which the lookout's memory is stored.
    static let markEvery = 10_000

    let house: House
    let inbox: Inbox
    let logger: Logger

    public func run() async throws {
        var reader = try Reader(house: house)
        try await catchUp(&reader)
        let moments = Moments(arrived: inbox.arrived)
        for await _ in moments.stream.cancelOnGracefulShutdown() { try await catchUp(&reader) }
        try await reader.storeMark()
    }

    /// Reads until nothing is left. A fault of the store delays detection and loses nothing: the signals are safe on the
    /// shelf, and what was not read is read again from the stored mark.
    private func catchUp(_ reader: inout Reader) async throws {
        while true {
            do { return try await reader.catchUp() } catch {
                logger.error("detection was interrupted and starts again", metadata: ["reason": "\(error)"])
                reader = try await fresh()
            }
        }
    }

    /// A reader that was interrupted may be past alerts that nobody took, so only one made anew goes on.
    private func fresh() async throws -> Reader {
        while true {
            try await Task.sleep(for: .seconds(1))
            if let reader = try? Reader(house: house) { return reader }
        }
    }

    /// The lookout, and when it was last stored.
    struct Reader {
        private let house: House
        private var lookout: Lookout
        private var unmarked = 0
        private var isReconciled = false

        init(house: House) throws {
            self.house = house
            // Senders' clocks differ: a line that runs ahead must not push others of its group out of the window.
            lookout = Lookout(
                policy: house.policy, lateness: EventTime.aheadMax, from: try house.store.detectorMark())
        }

        mutating func catchUp() async throws {
            while true {
                let stored = try house.store.signals(after: lookout.position, limit: Watch.batches)
                if stored.isEmpty { break }
                var changes: [AlertChange] = []
                for one in stored {
                    changes += lookout.read(one)
                    unmarked += one.batch.signals.count
                }
                if !changes.isEmpty {
                    // Whoever sends many different groups makes the memory large: it is not written with each alert. A
                    // replay from an older mark finds the same alerts again, and they are taken once.
                    let isDue = unmarked >= Watch.markEvery
                    try await house.take(.alerts(changes), mark: isDue ? lookout.mark : nil)
                    if isDue { unmarked = 0 }
                } else if unmarked >= Watch.markEvery {
                    try await storeMark()
                }
            }
            try await letTimePass()
        }

        /// What time alone brings about alerts, once everything that waited was read.
        private mutating func letTimePass() async throws {
            let now = house.clock.now()
            var changes: [AlertChange] = []
            if !isReconciled {
                changes = lookout.reconcile(with: Set(await house.state.alerts.open.keys), at: now)
                isReconciled = true
            }
            if let deadline = lookout.nextDeadline, deadline <= now { changes += lookout.advance(to: now) }
            if !changes.isEmpty { try await house.take(.alerts(changes)) }
        }

        mutating func storeMark() async throws {
            try house.store.save(lookout.mark)
            unmarked = 0
        }
    }
}

/// Moments to look: whenever signals have arrived, and once a second for what time alone brings. Moments that pile up
/// are one.
private struct Moments: Sendable {
    let stream: AsyncStream<Void>

    init(arrived: AsyncStream<Void>) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        let listening = Task { for await _ in arrived { continuation.yield() } }
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
}
