import OnRecord

extension World {
    /// Days in which everything that can go wrong does, now and then.
    func live(steps: Int) throws {
        faults.plan = .often(perThousand: 40, chance)
        (mail.trouble, hooks.trouble, billing.trouble) = (true, true, true)
        for _ in 0..<steps {
            passTime()
            switch chance.weighted([
                (14, Step.signals), (12, .watch), (12, .readers), (6, .greet), (26, .operator), (8, .tick),
                (12, .takeJobs), (15, .perform),
                (13, .finish), (3, .crash), (2, .bounce),
            ]) {
            case .signals: try send(senders.next(at: clock.now))
            case .watch: try step("watch") { try $0.watch() }
            case .readers: try readersAct()
            case .greet: try step("greet") { try $0.greet() }
            case .operator: try actOnce()
            case .tick: try tick()
            case .takeJobs: try step("take jobs") { try $0.takeJobs(limit: 4) }
            case .perform: try step("perform") { try $0.perform() }
            case .finish: try step("finish") { try $0.finish() }
            case .crash: crash()
            case .bounce: try bounce()
            }
        }
    }

    private enum Step {
        case signals, watch, readers, greet, `operator`, tick, takeJobs, perform, finish, crash, bounce
    }

    /// A mail comes back, and the report is read twice: a crash may let it be read again from the signal log.
    private func bounce() throws {
        guard let letter = mail.bounceOne(among: { letter in Cast.customers.contains { $0.mail == letter.recipient } })
        else { return }
        let position = Int64(mail.bounced.count)
        for _ in 1...2 { try step("bounce of \(letter.id)") { try $0.hear(of: letter, at: position) } }
    }

    private func actOnce() throws {
        guard let state = shell?.desk.state, let input = robot.act(on: state, at: clock.now) else { return }
        try step("\(input)") { try $0.take(input) }
    }

    /// Mostly seconds; at times hours, a day of downtime, or a clock that is set back.
    private func passTime() {
        let span: Duration = chance.weighted([
            (60, .milliseconds(Int64(chance.number(in: 0..<4000)))), (28, .seconds(Int64(chance.number(in: 0..<90)))),
            (9, .minutes(Int64(chance.number(in: 0..<40)))), (2, .hours(Int64(chance.number(in: 0..<40)))),
            (1, .zero - .seconds(Int64(chance.number(in: 0..<300)))),
        ])
        clock.now = clock.now + span
    }

    /// The faults are lifted, people are rested, and the house finishes what it owes; then all terms pass.
    func heal() throws {
        faults.plan = .none
        (mail.trouble, hooks.trouble, billing.trouble) = (false, false, false)
        try settleDown()
        clock.now = clock.now + .days(40)
        try settleDown()
    }

    /// Goes on until for an hour nothing more happens.
    private func settleDown() throws {
        var quietRounds = 0
        var rounds = 0
        while quietRounds < 4 {
            rounds += 1
            let before = (shell?.desk.state.sequence, store.age, shell == nil)
            try step("watch") { try $0.watch() }
            try step("greet") { try $0.greet() }
            try runErrands()
            if let state = shell?.desk.state, let input = robot.work(on: state, at: clock.now) {
                try step("\(input)") { try $0.take(input) }
            }
            let isQuiet = before == (shell?.desk.state.sequence, store.age - 1, shell == nil)
            quietRounds = isQuiet ? quietRounds + 1 : 0
            clock.now = clock.now + (isQuiet ? .minutes(15) : .seconds(5))
            if rounds > 2000 { throw Unsettled(seed: seed) }
        }
    }

    struct Unsettled: Error, CustomStringConvertible {
        var seed: Seed
        var description: String { "\(seed): after 2000 rounds without faults the house has not come to rest" }
    }
}
