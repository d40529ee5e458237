import OnRecord
import Sigma
import TransparencyLog

/// Looks at store, files and inboxes after every step, from outside, and checks what must always hold. It reads only
/// what is new since its last visit; a fresh auditor reads everything.
struct Auditor {
    let store: FaultyStore
    let files: FaultyFiles
    let mail: MailWorld
    let billing: BillingWorld

    /// The journal folded again, fact by fact.
    var state = State()
    private var lastHash = JournalRow.genesis
    private var lastMoment = Timestamp(milliseconds: 0)
    /// New since the last visit: scopes in force at a confirmation or set after it, whose members are owed something…
    var owed: [(IncidentID, Scope)] = []
    /// …and effects that have ended.
    var ended: [(IncidentID, EffectID)] = []
    /// Alerts that new facts speak of.
    var touched: Set<AlertID> = []
    var record = RecordAudit()
    private var lettersRead = 0
    /// What a customer was written to under, by inbox and incident.
    var letters: [Inbox: Set<String>] = [:]
    /// What a reader was written to under, by address and what it was about.
    var news: [Inbox: Set<String>] = [:]
    private var addressees: [String: MailWorld.Letter] = [:]
    private var storedSerials: Set<Int64> = []
    private var lastPosition: Int64 = 0
    private var checks = 0

    struct Inbox: Hashable {
        var recipient: String
        var incident: IncidentID
    }

    init(store: FaultyStore, files: FaultyFiles, mail: MailWorld, billing: BillingWorld) {
        (self.store, self.files, self.mail, self.billing) = (store, files, mail, billing)
    }

    /// - Throws: `Violation`
    mutating func check(acknowledged: Set<Int64>, desk: Desk?) throws {
        checks += 1
        try readSignals(acknowledged)
        try readMail()
        let before = state.sequence
        try readJournal()
        try checkBilling()
        try record.read(store, files)
        if state.sequence != before {
            try checkConsequences()
            try checkVerdicts()
        }
        if let desk {
            try hold(
                desk.state.sequence == state.sequence,
                "memory has \(desk.state.sequence) facts, the journal \(state.sequence)")
            // Comparing whole states is the dear part, so it is done at every eighth visit.
            if checks % 8 == 0 { try hold(desk.state == state, "memory and journal disagree") }
        }
    }

    // MARK: - Signals

    private mutating func readSignals(_ acknowledged: Set<Int64>) throws {
        for stored in try store.real.signals(after: lastPosition, limit: .max) {
            lastPosition = stored.position
            if let serial = Senders.serial(of: stored.batch) { storedSerials.insert(serial) }
        }
        let missing = acknowledged.subtracting(storedSerials)
        try hold(missing.isEmpty, "acknowledged batches \(missing.sorted()) are not stored")
    }

    // MARK: - Mail

    /// One id is one letter to one inbox about one thing, however often it arrives; and nobody gets two.
    private mutating func readMail() throws {
        for letter in mail.arrived[lettersRead...] {
            let first = addressees[letter.id, default: letter]
            try hold(first == letter, "mail \(letter.id) went to \(first) and to \(letter)")
            addressees[letter.id] = letter
            if Cast.readers.contains(letter.recipient) { try judgeNews(letter) }
            guard Cast.customers.contains(where: { $0.mail == letter.recipient }) else { continue }
            let inbox = Inbox(recipient: letter.recipient, incident: letter.about)
            letters[inbox, default: []].insert(letter.id)
            try hold(letters[inbox]?.count == 1, "\(letter.recipient) got two different notices about \(letter.about)")
        }
        lettersRead = mail.arrived.count
    }

    // MARK: - Journal

    private mutating func readJournal() throws {
        for row in try store.real.facts(after: state.sequence, limit: .max) {
            try hold(row.sequence == state.sequence + 1, "fact \(row.sequence) follows fact \(state.sequence)")
            try hold(JournalRow.chain(row.bytes, after: lastHash) == row.hash, "fact \(row.sequence) breaks the chain")
            try checkNothingPersonal(in: row.bytes, "fact \(row.sequence)")
            let fact = try CanonicalJSON.decode(Fact.self, from: row.bytes)
            try hold(fact.at >= lastMoment, "fact \(row.sequence) is earlier than the one before it")
            try judge(fact)
            try judgeAlerts(fact)
            let clocks = clocks(of: fact.subject)
            let filings = state.incidents[fact.subject]?.filings ?? []
            state.apply(fact)
            try checkClocks(after: fact, grewFrom: clocks)
            try checkFilings(after: fact, grewFrom: filings)
            (lastHash, lastMoment) = (row.hash, fact.at)
        }
    }

    func clocks(of subject: String) -> [PromiseClock] {
        state.incidents[subject]?.clocks ?? state.reports[subject]?.clocks ?? []
    }

    func milestones(of subject: String) -> [Milestone: Timestamp] {
        state.incidents[subject]?.milestones ?? state.reports[subject]?.milestones ?? [:]
    }
}

/// Something that must hold and did not.
struct Violation: Error, CustomStringConvertible {
    var description: String
}

func hold(_ condition: Bool, _ violation: @autoclosure () -> String) throws {
    if !condition { throw Violation(description: violation()) }
}

func checkNothingPersonal(in bytes: [UInt8], _ place: @autoclosure () -> String) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    for one in Cast.personal where text.contains(one) {
        throw Violation(description: "\(place()) holds personal data (“\(one)”): \(text)")
    }
}
