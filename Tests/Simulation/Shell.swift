import OnRecord
import Server

/// The server's steps, one at a time and without threads: what House, Errands, Watch and Inbox do in a running server.
/// Everything in here is memory: a crash drops it, and a new shell starts from store and files.
struct Shell {
    let world: World
    private(set) var desk: Desk
    private var keeper: RecordKeeper
    private var publishedSequence: Int64 = 0
    private var lookout: Lookout
    private var isReconciled = false
    /// Handed out and not done yet.
    private(set) var jobs: [Job] = []
    /// Done and not reported yet.
    private(set) var results: [(job: Job, result: JobResult)] = []

    /// As a server starts: fold the journal, check it against the record, take back what was out, adopt the policy,
    /// catch up with the time, and bring the record up to date.
    init(_ world: World) throws {
        self.world = world
        var chance = world.chance
        keeper = try RecordKeeper(
            folder: "record", signerFolder: "signer", origin: Cast.origin, files: world.files, random: &chance)
        desk = try Desk(store: world.store, policy: Cast.policy, random: world.chance)
        lookout = try Shell.lookout(world)
        try keeper.advance(from: world.store)
        try world.store.releaseLeases()
        try desk.handle(.adoptPolicy, at: world.clock.now)
        try desk.handle(.tick, at: world.clock.now)
        try publish()
    }

    // MARK: - House

    @discardableResult
    mutating func take(_ input: Input, mark: DetectorMark? = nil) throws -> Decision {
        let now = world.clock.now
        return try keepingDeskTrue { try $0.handle(input, at: now, mark: mark) }
    }

    /// After a store's error it is not known whether the step was kept, so the truth is read from the store again.
    private mutating func keepingDeskTrue<T>(_ step: (Desk) throws -> T) throws -> T {
        let result: T
        do { result = try step(desk) } catch let problem as Fault {
            desk = try Desk(store: world.store, policy: Cast.policy, random: world.chance)
            throw problem
        }
        if desk.state.sequence != publishedSequence { try publish() }
        return result
    }

    private mutating func publish() throws {
        try keeper.advance(from: world.store)
        publishedSequence = desk.state.sequence
    }

    // MARK: - Inbox and Watch

    /// Returns once the batch is durable: only then the sender is told so.
    func receive(_ batch: SignalBatch) throws { try world.store.save([batch]) }

    mutating func watch() throws {
        let stored = try world.store.signals(after: lookout.position, limit: 4)
        var changes: [AlertChange] = []
        for one in stored { changes += lookout.read(one) }
        if stored.isEmpty { changes += letTimePass() }
        do {
            if !changes.isEmpty {
                try take(.alerts(changes), mark: world.chance.happens(50) ? lookout.mark : nil)
            } else if world.chance.happens(10) {
                try world.store.save(lookout.mark)
            }
        } catch let problem as Fault {
            (lookout, isReconciled) = (try Shell.lookout(world), false)
            throw problem
        }
    }

    private mutating func letTimePass() -> [AlertChange] {
        let now = world.clock.now
        var changes: [AlertChange] = []
        if !isReconciled { changes = lookout.reconcile(with: Set(desk.state.alerts.open.keys), at: now) }
        isReconciled = true
        return changes + lookout.advance(to: now)
    }

    private static func lookout(_ world: World) throws -> Lookout {
        Lookout(policy: Cast.policy, from: try world.store.detectorMark(), reading: Lookout.takenApart)
    }

    // MARK: - Errands

    mutating func takeJobs(limit: Int = 20) throws {
        jobs += try Dispatch(desk: desk, store: world.store).takeJobs(at: world.clock.now, limit: limit)
    }

    mutating func perform() throws {
        guard !jobs.isEmpty else { return }
        let job = jobs.remove(at: world.chance.number(in: 0..<jobs.count))
        do { results.append((job, try result(of: job))) } catch let problem as Fault {
            interruptRound()
            throw problem
        }
    }

    mutating func finish() throws {
        guard !results.isEmpty else { return }
        let (job, result) = results.remove(at: world.chance.number(in: 0..<results.count))
        let (store, now) = (world.store, world.clock.now)
        do {
            try keepingDeskTrue { try Dispatch(desk: $0, store: store).finish(job, result, at: now) }
        } catch let problem as Fault {
            interruptRound()
            throw problem
        }
    }

    /// A report came in about a mail that was sent: it is known again by its key, or not yet.
    mutating func hear(of letter: MailWorld.Letter, at position: Int64) throws {
        guard let delivery = try world.store.delivery(withKey: letter.id), delivery.hasNotTaken(reportAt: position)
        else {
            return
        }
        try take(
            .returned([
                ReturnedMail(
                    kind: .bounce, effect: delivery.effect, key: letter.id, at: world.clock.now, position: position,
                    status: "5.1.1", detail: "no such user")
            ]))
    }

    /// One failure ends a round; what it had out comes back when the leases run out.
    private mutating func interruptRound() { (jobs, results) = ([], []) }

    private func result(of job: Job) throws -> JobResult {
        var chance = world.chance
        if let done = try HouseWork(store: world.store).perform(job, at: world.clock.now, random: &chance) {
            return done
        }
        switch job.effect.task {
        case .page(let responder, _): return page(responder, job)
        case .notifyCustomers, .tell: return .members(try notify(job))
        case .act: return world.hooks.run(job.effect)
        case .confirmReceipt: return .done(detail: "250")
        case .grantCredits(let list, .stripe): return .members(try credit(list, job))
        case .tellSubscribers, .sendDigest: return .members(try tell(job))
        case .revokeTokens, .openReissue, .listCredits, .grantCredits(_, .export):
            return .failed(detail: "the house does this itself", final: true)
        }
    }

    private func page(_ responder: String, _ job: Job) -> JobResult {
        let recipient = Cast.policy.onCall.first { $0.id == responder }?.mail ?? "nobody"
        let answer = world.mail.send(.init(id: job.effect.id, recipient: recipient, about: job.effect.incident))
        switch answer {
        case .accepted: return .done(detail: "250")
        case .deferred, .unheard: return .failed(detail: "451", final: false)
        case .refused: return .failed(detail: "550", final: true)
        }
    }

    private func credit(_ list: CreditListID, _ job: Job) throws -> [Delivery] {
        let credits = try world.store.credits(in: list, of: job.members.map(\.member))
        return job.members.map { delivery in
            var result = delivery
            (result.at, result.attempts) = (world.clock.now, delivery.attempts + 1)
            guard let credit = credits.first(where: { $0.customer == delivery.member }) else {
                result.state = .failed
                return result
            }
            let entry = BillingWorld.Entry(
                incident: job.effect.incident, customer: credit.customer, amount: credit.amount,
                currency: credit.currency)
            switch world.billing.credit(entry, key: "\(list):\(credit.customer)") {
            case .accepted: result.state = .done
            case .deferred, .unheard: break
            case .refused: result.state = .failed
            }
            return result
        }
    }

    private func notify(_ job: Job) throws -> [Delivery] {
        try job.members.map { delivery in
            var result = delivery
            result.messageID = "\(delivery.key).code@vault.example"
            guard let customer = try world.store.customer(delivery.member) else {
                result.tried(.failed, at: world.clock.now, detail: "no such customer in the directory")
                return result
            }
            switch world.mail.send(.init(id: delivery.key, recipient: customer.mail, about: job.effect.incident)) {
            case .accepted: result.tried(.done, at: world.clock.now, detail: "250 for \(customer.mail)")
            case .deferred, .unheard:
                result.tried(.pending, at: world.clock.now, detail: "451 for \(customer.mail)")
            case .refused: result.tried(.failed, at: world.clock.now, detail: "550 for \(customer.mail)")
            }
            return result
        }
    }
}
