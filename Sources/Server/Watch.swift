import Logging
import OnRecord
import ServiceLifecycle
import Sigma

/// Reads stored signals in order, lets the rules look at them, and hands what fired to the house.
public struct Watch: ServiceLifecycle.Service {
    /// Batches read at once.
    static let batches = 64
    /// Signals after which the detector's memory is stored even when nothing fired.
    static let markEvery = 10_000

    let house: House
    let inbox: Inbox
    let logger: Logger

    public func run() async throws {
        var reader = try Reader(house: house)
        try await reader.catchUp()
        for await _ in inbox.arrived.cancelOnGracefulShutdown() {
            do { try await reader.catchUp() } catch {
                // The signals are safe on the shelf; what was not read is read again from the stored mark.
                logger.error("detection was interrupted and starts again", metadata: ["reason": "\(error)"])
                reader = try Reader(house: house)
            }
        }
        try await reader.storeMark()
    }

    /// The detector and how far it has read. Both are stored together, so that a replay gives the same alerts again.
    struct Reader {
        private let house: House
        private var detector: Detector
        private var position: Int64
        private var unmarked = 0

        init(house: House) throws {
            self.house = house
            detector = Detector(rules: house.policy.rules)
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
                        let event = signal.event
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
                    try await house.take(.alerts(alerts), mark: mark)
                    unmarked = 0
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
