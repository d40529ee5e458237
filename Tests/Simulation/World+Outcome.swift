import OnRecord
import Server
import Testing
import TransparencyLog

extension World {
    /// Once faults have stopped and all terms are over, nothing is left undone.
    func expectEverythingDone() async throws {
        let state = try #require(shell?.desk.state)
        #expect(try store.real.leaseEffects(at: clock.now + .days(400), until: clock.now, limit: 10).isEmpty, "\(seed)")
        for incident in state.allIncidents { try expectCarriedOut(incident) }
        #expect(state.allIncidents.allSatisfy { $0.openContacts.isEmpty }, "\(seed): somebody waits to be told")
        for clock in state.allIncidents.flatMap(\.clocks) + state.allReports.flatMap(\.clocks) {
            #expect(clock.state != .pending, "\(seed): \(clock.promise), due \(clock.due.text)")
        }
        try expectNewsTold(in: state)
        try expectAlertsTaken(in: state)
        try await expectRecordWhole()
    }

    private func expectCarriedOut(_ incident: Incident) throws {
        for (effect, work) in incident.work { #expect(work.outcome != nil, "\(seed): \(effect) never ended") }
        guard incident.milestones[.confirmed] != nil else { return }
        let notices = try deliveries(of: incident, \.isNotice)
        for delivery in notices {
            let mail = try #require(try store.real.customer(delivery.member)?.mail)
            let arrived = Set(self.mail.arrived.filter { $0.recipient == mail && $0.about == incident.id }.map(\.id))
            // Only a relay's final refusal leaves somebody without mail, and then nobody says otherwise.
            #expect(delivery.state == .failed || arrived == [delivery.key], "\(seed): \(mail) about \(incident.id)")
            #expect(delivery.state != .pending, "\(seed): \(delivery)")
        }
        let revocations = try deliveries(of: incident, \.isRevocation)
        #expect(try store.real.tokens(revocations.map(\.member)).allSatisfy { !$0.isActive }, "\(seed)")
        #expect((incident.milestones[.tokensRevoked] != nil) == !revocations.isEmpty, "\(seed): \(incident.id)")
        let allReached = !notices.isEmpty && notices.allSatisfy { $0.state == .done }
        #expect(!allReached || incident.milestones[.customersNotified] != nil, "\(seed): \(incident.id)")
    }

    private func deliveries(of incident: Incident, _ kind: (Effect.Task) -> Bool) throws -> [Delivery] {
        try incident.work.filter { kind($0.value.task) }.keys.flatMap { try store.real.deliveries(of: $0) }
    }

    /// What one lookout that never stopped would have found is what the house took in. Time is passed to it by the
    /// signals alone, so it may find less than one that also looked in between, and never more.
    private func expectAlertsTaken(in state: State) throws {
        var lookout = Lookout(policy: Cast.policy, from: nil, reading: Lookout.takenApart)
        for stored in try store.real.signals(after: 0, limit: .max) {
            for case .opened(let alert) in lookout.read(stored) {
                let taken = try store.real.alert(alert.id)
                #expect(taken?.alert == alert, "\(seed): \(alert.rule) in batch \(stored.position)")
                let owners = try state.allIncidents.filter {
                    try store.real.alerts(of: $0.id, limit: .max).contains(alert)
                }
                // What ended while it was held belongs to no incident.
                if taken?.verdict.cause != nil { continue }
                let opens = Cast.policy.openings[alert.rule]?.opensIncident == true
                #expect(owners.isEmpty != opens, "\(seed): \(alert.id) is in \(owners.map(\.id))")
            }
        }
    }

    /// A stranger's audit of the public files alone.
    private func expectRecordWhole() async throws {
        let prefix = "record/"
        let shown = files.contents.filter { $0.key.hasPrefix(prefix) }
        let served = Dictionary(uniqueKeysWithValues: shown.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        let vkey = String(decoding: try #require(served["vkey"]).dropLast(), as: UTF8.self)
        var audit = LogAudit(keys: [try NoteVerifier(vkey: vkey)])
        audit.savedCheckpoints = files.history.filter { $0.path == "record/checkpoint" }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
        audit.presentFiles = served.keys.filter { (path: String) in path != "vkey" && !path.hasPrefix("text/") }
        let report = await audit.run(reading: { served[$0] })
        #expect(report.problems.map(\.description) == [], "\(seed)")
        #expect(report.checkpoint?.size == (try store.real.entryCount()), "\(seed)")
    }
}
