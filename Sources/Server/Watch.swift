import Intake
import Logging
import OnRecord
import ServiceLifecycle
import Sigma

/// Reads stored signals in order, lets the rules look at them, and hands what fired to the house.
public struct Watch: ServiceLifecycle.Service {
    /// Batches read at once.
    static let batches = 64
    /// Signals after which the detector's memory is stored.
    static let markEvery = 10_000

    let house: House
    let inbox: Inbox
    let logger: Logger

    public func run() async throws {
        var reader = try Reader(house: house)
        try await catchUp(&reader)
        for await _ in inbox.arrived.cancelOnGracefulShutdown() { try await catchUp(&reader) }
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

    /// The detector and how far it has read. Both are stored together, so that a replay gives the same alerts again.
    struct Reader {
        private let house: House
        private var detector: Detector
        private var position: Int64
        private var unmarked = 0

        init(house: House) throws {
            self.house = house
            // Senders' clocks differ: a line that runs ahead must not push others of its group out of the window.
            detector = Detector(rules: house.policy.rules, lateness: EventTime.aheadMax.milliseconds)
            position = 0
            guard let mark = try house.store.detectorMark() else { return }
            position = mark.position
            // A memory that no longer fits (rules were rewritten) is dropped: windows start anew, nothing else is lost.
            if let memory = try? CanonicalJSON.decode(Memory.self, from: mark.memory) { detector.memory = memory }
        }

        mutating func catchUp() async throws {
            while true {
                let stored = try house.store.signals(after: position, limit: Watch.batches)
                if stored.isEmpty { break }
                var alerts: [Alert] = []
                for one in stored {
                    for (index, signal) in one.batch.signals.enumerated() {
                        let event = signal.event(from: one.batch.source)
                        for match in detector.observe(event) {
                            guard let opening = house.policy.openings[match.rule] else { continue }
                            alerts.append(
                                Alert(match, by: event, evidence: opening.evidence, batch: one.position, index: index))
                        }
                    }
                    position = one.position
                    unmarked += one.batch.signals.count
                }
                if !alerts.isEmpty {
                    // Whoever sends many different groups makes the memory large: it is not written with each alert. A
                    // replay from an older mark finds the same alerts again, and they are taken once.
                    let isDue = unmarked >= Watch.markEvery
                    try await house.take(.alerts(alerts), mark: isDue ? mark : nil)
                    if isDue { unmarked = 0 }
                } else if unmarked >= Watch.markEvery {
                    try await storeMark()
                }
            }
        }

        mutating func storeMark() async throws {
            try house.store.save(mark)
            unmarked = 0
        }

        private var mark: DetectorMark {
            DetectorMark(position: position, memory: CanonicalJSON.encode(detector.memory))
        }
    }
}
