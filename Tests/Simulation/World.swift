import OnRecord
import Testing
import TransparencyLog

/// One house and everything around it, drawn from one number: clock, chance, store, files, mail, hooks and people.
/// The production code runs in it unchanged; only what it stands on is made up.
final class World {
    let seed: Seed
    let chance: Chance
    let clock = WorldClock()
    let faults = Faults()
    let store: FaultyStore
    let files: FaultyFiles
    let mail: MailWorld
    let hooks: HookWorld
    let billing: BillingWorld
    var senders: Senders
    var robot: Robot
    let readers: Readers
    /// The running server; nil while it is down.
    var shell: Shell?
    private var auditor: Auditor
    /// The last steps, for whoever reads a failure.
    private var trail: [String] = []

    init(seed: Seed) throws {
        self.seed = seed
        chance = Chance(seed)
        store = try FaultyStore(faults)
        files = FaultyFiles(faults)
        (mail, hooks, billing) = (MailWorld(chance), HookWorld(chance), BillingWorld(chance))
        (senders, readers) = (Senders(chance), Readers(chance))
        robot = Robot(chance) { [store] in try? store.creditList($0) }
        try store.save(Cast.customers)
        for token in Cast.tokens(at: clock.now) {
            try store.insert(token, secretHash: TokenSecret.hash(token.id))
        }
        auditor = Auditor(store: store, files: files, mail: mail, billing: billing)
    }

    // MARK: - Steps

    /// Lets the server do one thing, whatever comes of it, and looks at everything afterwards. Starts it when it is
    /// down.
    /// - Returns: what failed on the way: an injected fault, a crash or a refusal. Any other error is a finding.
    @discardableResult
    func step(_ name: String, _ body: (inout Shell) throws -> Void) throws -> (any Error)? {
        trail.append("\(clock.now.text) \(name)")
        var failure: (any Error)?
        do {
            if shell == nil { try start() }
            try body(&shell!)
        } catch let problem where problem is Fault || problem is Crash || problem is Refusal {
            failure = problem
            trail.append("  \(problem)")
        } catch {
            throw finding("\(error)")
        }
        if faults.isDown { shell = nil }
        try audit()
        return failure
    }

    private func start() throws {
        faults.restart()
        shell = try Shell(self)
    }

    func crash() {
        trail.append("\(clock.now.text) crash")
        faults.crash()
        shell = nil
    }

    func audit() throws {
        do {
            try auditor.check(acknowledged: senders.acknowledged, desk: shell?.desk)
        } catch {
            throw finding("\(error)")
        }
    }

    /// Everything again from its beginning, as somebody would who has just come in.
    func auditFromTheStart() throws {
        auditor = Auditor(store: store, files: files, mail: mail, billing: billing)
        try audit()
    }

    private func finding(_ text: String) -> Finding { Finding(seed: seed, text: text, trail: trail.suffix(14)) }

    struct Finding: Error, CustomStringConvertible {
        var seed: Seed
        var text: String
        var trail: ArraySlice<String>

        var description: String { "\(seed): \(text)\n" + trail.joined(separator: "\n") }
    }

    // MARK: - What the server does by itself

    /// A sender sends once. Acknowledged is what was saved before the answer.
    func send(_ batch: SignalBatch) throws {
        let failure = try step("signals: \(batch.signals.count)") { try $0.receive(batch) }
        if failure == nil { senders.wasAcknowledged(batch) } else { senders.wasNotAcknowledged() }
    }

    func tick() throws {
        let failure = try step("tick") { try $0.take(.tick) }
        guard failure == nil, let state = shell?.desk.state else { return }
        // Level-triggered: once time was looked at, nothing that is due waits any longer.
        let overdue = (state.allIncidents.flatMap(\.clocks) + state.allReports.flatMap(\.clocks))
            .first { $0.state == .pending && $0.due < clock.now }
        let forgotten = state.forgottenAlerts(at: clock.now)
        if !forgotten.isEmpty { throw finding("alerts \(forgotten) are held by what is over") }
        let shown = auditor.record.published?.size ?? 0
        if shown < (try store.entryCount()) { throw finding("the record shows \(shown) entries and holds more back") }
        if let overdue {
            throw finding("promise \(overdue.promise) was due at \(overdue.due.text) and is still pending")
        }
    }

    /// Jobs are taken, done and reported, one by one.
    func runErrands() throws {
        try tick()
        try step("take jobs") { try $0.takeJobs() }
        while shell?.jobs.isEmpty == false { try step("perform") { try $0.perform() } }
        while shell?.results.isEmpty == false { try step("finish") { try $0.finish() } }
    }
}
