import Intake
import Logging
import OnRecord
import ServiceLifecycle
import Sigma

/// Reads stored signals in order, lets the rules look at them, and hands what is new to the house: news of alerts, and
/// outsiders' letters.
public struct Watch: ServiceLifecycle.Service {
    /// Batches read at once.
    static let batches = 64
    /// Weights of batches after which the lookout's memory is stored: a replay of so much takes less than a second.
    static let markEvery = 2048
    /// The time after which it is stored if anything was read at all: what was not read is not forgotten.
    static let markTime = Duration.hours(1)

    let house: House
    let inbox: Inbox
    /// Turns a writer's address into what the journal may hold.
    let names: Pseudonyms
    /// Knows mails of ours again that have come back.
    let returns: Returns
    let logger: Logger

    public func run() async throws {
        var reader = try Reader(self)
        let moments = Moments(arrived: inbox.arrived)
        for await _ in moments.stream.cancelOnGracefulShutdown() { try await catchUp(&reader) }
        try reader.storeMark()
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
            if let reader = try? Reader(self) { return reader }
        }
    }

    /// The lookout, and when it was last stored.
    private struct Reader {
        private let house: House
        private let inbox: Inbox
        private let names: Pseudonyms
        private let logger: Logger
        private let lines: LineReader
        private var returns: Returns
        private var lookout: Lookout
        private var unmarked = 0
        private var markedAt: Timestamp
        private var isReconciled = false
        private var customersCountedAt: Timestamp?

        init(_ watch: Watch) throws {
            (house, inbox, names, logger) = (watch.house, watch.inbox, watch.names, watch.logger)
            returns = watch.returns
            let lines = LineReader(house.policy.patterns)
            (self.lines, markedAt) = (lines, house.clock.now())
            lookout = Lookout(
                policy: house.policy, from: try house.store.detectorMark(),
                identify: { [names] in String(names.pseudonym(of: $0).dropFirst(Pseudonyms.prefix.count)) },
                reading: { batch, body in batch.forEachEvent(lines: lines, body) })
        }

        mutating func catchUp() async throws {
            try countCustomers()
            while !Task.isShuttingDownGracefully {
                let stored = try next()
                if stored.isEmpty { return try await letTimePass() }
                var changes: [AlertChange] = []
                var letters: [(text: String, letter: Letter)] = []
                for one in stored {
                    changes += lookout.read(one.stored, by: reading(one.prepared?.lines))
                    letters += one.stored.batch.letters(names)
                    returns.take(one.stored)
                    unmarked += one.stored.batch.weight
                }
                for one in letters {
                    do { try await house.take(.receiveReport(text: one.text, letter: one.letter)) } catch let refusal
                        as Refusal
                    { logger.error("a letter is no report", metadata: ["reason": "\(refusal)"]) }
                }
                try await returns.settle()
                // Whoever sends many different groups makes the memory large: it is not written with each alert. A
                // replay from an older mark finds the same alerts again, and they are taken once.
                let isDue =
                    (unmarked >= Watch.markEvery || house.clock.now() - markedAt >= Watch.markTime)
                    && !returns.isWaiting
                if !changes.isEmpty {
                    try await house.take(.alerts(changes), mark: isDue ? lookout.mark : nil)
                } else if isDue {
                    try house.store.save(lookout.mark)
                }
                if isDue { noteMark() }
                await inbox.note(read: lookout.position)
                reportOverflow()
            }
        }

        /// What was handed over, or else what the store has: the same, if it is the same batch.
        private func next() throws -> [Handover.Handed] {
            let handed = inbox.handover.take(after: lookout.position, limit: Watch.batches)
            if !handed.isEmpty { return handed }
            return try house.store.signals(after: lookout.position, limit: Watch.batches).map {
                Handover.Handed(stored: $0, prepared: nil)
            }
        }

        private func reading(_ takenApart: LinesTakenApart?) -> Lookout.Reading? {
            takenApart.map { [lines] takenApart in
                { @Sendable batch, body in batch.forEachEvent(lines: lines, takenApart: takenApart, body) }
            }
        }

        /// What time alone brings, once everything that waited was read.
        private mutating func letTimePass() async throws {
            try await returns.settle()
            let now = house.clock.now()
            if unmarked > 0, now - markedAt >= Watch.markTime { try storeMark() }
            var changes: [AlertChange] = []
            if !isReconciled {
                changes = lookout.reconcile(with: Set(await house.state.alerts.open.keys), at: now)
                isReconciled = true
            }
            if let deadline = lookout.nextDeadline, deadline <= now { changes += lookout.advance(to: now) }
            if !changes.isEmpty { try await house.take(.alerts(changes)) }
        }

        /// Counting all of them costs a scan, and no share changes much in a minute.
        private mutating func countCustomers() throws {
            let now = house.clock.now()
            if let last = customersCountedAt, now - last < .minutes(1) { return }
            (lookout.customersTotal, customersCountedAt) = (try house.store.customerCount(), now)
        }

        private mutating func reportOverflow() {
            for (rule, overflow) in lookout.takeOverflow().sorted(by: { $0.key < $1.key }) {
                logger.warning(
                    "a rule may not remember more groups, so alerts may be missing; group by what senders cannot invent",
                    metadata: [
                        "rule": "\(rule)", "groups dropped": "\(overflow.groups)",
                        "values dropped": "\(overflow.observations)", "groups refused": "\(overflow.newcomers)",
                    ])
            }
        }

        mutating func storeMark() throws {
            guard !returns.isWaiting else { return }
            try house.store.save(lookout.mark)
            noteMark()
        }

        private mutating func noteMark() { (unmarked, markedAt) = (0, house.clock.now()) }
    }
}

extension SignalBatch {
    /// How much of a replay it is.
    fileprivate var weight: Int {
        switch content {
        case .signals(let signals): 1 + signals.count / 64
        case .lines(let bytes): 1 + bytes.count / 16_384
        }
    }

    /// Outsiders' messages that came by mail.
    fileprivate func letters(_ names: Pseudonyms) -> [(text: String, letter: Letter)] {
        signals.filter { $0.state == .report }.map { signal in
            func field(_ name: String) -> String { signal.fields[name]?.string ?? "" }
            let from = field("from")
            let title = signal.title ?? ""
            // A mail without an id is known again by what it says.
            let identity = signal.key ?? "\(from)\u{1e}\(title)\u{1e}\(signal.text ?? "")"
            let text =
                "\(title)\n\nfrom \(from.isEmpty ? "nobody who can be written to" : from)\n\n\(signal.text ?? "")"
            let letter = Letter(
                from: field("reply_to"), subject: title, messageID: field("message_id"),
                hash: names.pseudonym(of: "\(source)\u{1e}\(identity)"),
                sender: names.pseudonym(of: "\(source)\u{1e}\(field("reply_to").lowercased())"),
                wantsReceipt: !field("reply_to").isEmpty)
            return (String(decoding: text.utf8.prefix(19_900), as: UTF8.self), letter)
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
