/// A client's side of one SMTP conversation (RFC 5321) without the network: envelopes and replies go in, actions and
/// outcomes come out.
///
/// It stays open for more until it is told to finish. Whatever ends it early defers the envelopes that have no outcome
/// yet; those whose text had not been handed over count as not tried, and may go another way at once.
struct SMTPSession {
    enum Action: Equatable {
        case write([UInt8])
        case startTLS
        case close
    }

    /// A reply we wait for; the number is an envelope's, counted from the first of the conversation.
    enum Awaited: Equatable {
        case greeting, ehlo, helo, startTLS
        case plainResult, loginUsername, loginPassword, loginResult
        case reset, sender(Int), recipient(Int), data(Int), acceptance(Int), nothingSent
        case farewell
    }

    /// Envelopes that are kept ready: the next one's commands leave right behind the dot of the one before it, and the one
    /// after that must not have to be fetched first.
    static let roomMax = 3

    let configuration: SMTPConfiguration
    /// Why the conversation ended before its time; nil while it is in order.
    private(set) var failure: Failure?

    struct Failure: Equatable {
        let code: Int?
        let text: String
    }

    /// The server knows and trusts us as far as needed.
    private(set) var isOpen = false
    private(set) var isOver = false
    /// Envelopes it was given so far.
    private(set) var count = 0
    /// Replies come in the order of their commands, so the first of these is answered next (RFC 2920 section 3.1).
    private(set) var awaited: [Awaited] = [.greeting]
    var capabilities = SMTPCapabilities()
    var isEncrypted: Bool

    private struct Flight {
        let envelope: MailEnvelope
        /// All of its text has left, so it may arrive whatever happens now.
        var isGiven = false
        var hasOutcome = false
    }

    /// Envelopes from the oldest that still matters on, and that one's number.
    private var flights: [Flight] = []
    private var firstFlight = 0
    /// The number of the envelope whose commands are said next.
    private var nextToSay = 0
    /// Whether the server would hear a new envelope's commands now.
    private var isBetweenMails = false
    /// A transaction that did not end in data stays open at the server, hence a reset before the next one.
    private var owesReset = false
    private var isFinishing = false
    /// Commands that wait for their turn: all of one envelope, sent at once when the server pipelines.
    private var queue: [(command: String, awaited: Awaited)] = []
    private var output: [UInt8] = []
    private var actions: [Action] = []
    private var outcomes: [MailOutcome] = []
    private var reader = SMTPReplyReader()
    /// The recipient that the server took although it refused the sender: nothing may be sent in that state.
    private var orphanedRecipient: Int?

    init(_ configuration: SMTPConfiguration) {
        self.configuration = configuration
        isEncrypted = configuration.security == .tls
    }

    // MARK: - In

    /// How many more envelopes it has use for now.
    var room: Int { isOver || isFinishing ? 0 : Self.roomMax - pending }

    /// Nothing is on its way, and nothing is owed.
    var isIdle: Bool { isOpen && !isOver && awaited.isEmpty && pending == 0 }

    private var pending: Int { flights.reduce(0) { $0 + ($1.hasOutcome ? 0 : 1) } }

    mutating func send(_ envelope: MailEnvelope) {
        flights.append(Flight(envelope: envelope))
        count += 1
        goOn()
    }

    /// Takes no more, and says QUIT once all that it has is done.
    mutating func finish() {
        isFinishing = true
        goOn()
    }

    mutating func hear(_ bytes: some Sequence<UInt8>) {
        reader.append(bytes)
        do {
            while !isOver, let reply = try reader.next() { handle(reply) }
        } catch {
            breakOff(error.text)
        }
    }

    /// The connection is gone or too slow.
    mutating func lose(_ reason: String) {
        // After our QUIT, and while nothing is on its way, nothing is owed.
        if awaited.first == .farewell || isIdle { end() }
        if !isOver { breakOff("\(reason) while waiting for \(awaited.first?.description ?? "its turn")") }
    }

    // MARK: - Out

    mutating func takeActions() -> [Action] {
        flush()
        defer { actions = [] }
        return actions
    }

    /// What became of envelopes since it was asked last, in their order.
    mutating func takeOutcomes() -> [MailOutcome] {
        guard !outcomes.isEmpty else { return [] }
        defer { outcomes.removeAll(keepingCapacity: true) }
        return outcomes
    }

    // MARK: - Replies

    private mutating func handle(_ reply: SMTPReply) {
        // 421 may answer any command, or none, and announces that the server hangs up (section 3.8).
        if reply.code == 421, awaited.first != .farewell {
            return isIdle ? end() : breakOff(reply.text, code: 421)
        }
        guard !awaited.isEmpty else { return breakOff("the server spoke unasked: \(reply.text)") }
        let subject = awaited.removeFirst()
        switch subject {
        case .greeting, .ehlo, .helo, .startTLS, .plainResult, .loginUsername, .loginPassword, .loginResult:
            handleOpening(reply, to: subject)
        case .reset:
            if !reply.isPositive { breakOff(reply.text, code: reply.code) }
        case .sender(let number), .recipient(let number):
            handleEnvelope(reply, of: number)
        case .data(let number):
            handleData(reply, of: number)
        case .acceptance(let number):
            settle(number, by: reply, accepted: reply.isPositive)
        case .nothingSent:
            break
        case .farewell:
            end()
        }
        if !isOver { goOn() }
    }

    private mutating func handleEnvelope(_ reply: SMTPReply, of number: Int) {
        if reply.isPositive {
            if hasOutcome(number) { orphanedRecipient = number }
            return
        }
        if !hasOutcome(number) { settle(number, by: reply, accepted: false) }
        if !queue.isEmpty {  // Without pipelining the rest of this envelope has not been said yet, and need not be.
            queue = []
            (isBetweenMails, owesReset) = (true, true)
        }
    }

    private mutating func handleData(_ reply: SMTPReply, of number: Int) {
        isBetweenMails = true
        guard reply.code == 354 else {
            if !hasOutcome(number) { settle(number, by: reply, accepted: false) }
            return owesReset = true
        }
        guard hasOutcome(number) else {
            let index = number - firstFlight
            DotStuffing.append(flights[index].envelope.data, to: &output)
            flights[index].isGiven = true
            return awaited.append(.acceptance(number))
        }
        // The recipient was refused, yet the server wants data: a lone dot ends the mail that nobody would get
        // (RFC 2920 section 3.1). With a recipient but no sender, that dot would deliver an empty mail.
        guard orphanedRecipient != number else {
            return breakOff("the server took a recipient without a sender")
        }
        output += DotStuffing.lastLine
        awaited.append(.nothingSent)
        owesReset = true
    }

    // MARK: - Commands

    /// The server knows and trusts us as far as needed.
    mutating func beOpen() {
        isOpen = true
        isBetweenMails = true
    }

    /// Says what can be said now.
    private mutating func goOn() {
        if isBetweenMails, nextToSay < firstFlight + flights.count { enqueueNext() }
        while let next = queue.first, capabilities.pipelines || awaited.isEmpty {
            queue.removeFirst()
            send(next.command, awaiting: next.awaited)
        }
        if isFinishing, isIdle { send("QUIT", awaiting: .farewell) }
    }

    private mutating func enqueueNext() {
        let number = nextToSay
        let envelope = flights[number - firstFlight].envelope
        let size = capabilities.takesSize ? " SIZE=\(envelope.data.count)" : ""
        if owesReset { queue.append(("RSET", .reset)) }
        queue.append(("MAIL FROM:<\(envelope.sender)>\(size)", .sender(number)))
        queue.append(("RCPT TO:<\(envelope.recipient)>", .recipient(number)))
        queue.append(("DATA", .data(number)))
        (isBetweenMails, owesReset) = (false, false)
        nextToSay += 1
    }

    mutating func send(_ command: String, awaiting reply: Awaited) {
        output += command.utf8
        output += ASCII.crlf
        awaited.append(reply)
    }

    /// What is said together leaves in one write.
    private mutating func flush() {
        guard !output.isEmpty else { return }
        actions.append(.write(output))
        output.removeAll(keepingCapacity: true)
    }

    /// The next word is said under TLS; what was heard before it is forgotten (RFC 3207 section 4.2).
    mutating func enterTLS() {
        reader.discard()
        capabilities = SMTPCapabilities()
        isEncrypted = true
        flush()
        actions.append(.startTLS)
    }

    // MARK: - Outcomes

    private func hasOutcome(_ number: Int) -> Bool {
        number < firstFlight || flights[number - firstFlight].hasOutcome
    }

    private mutating func settle(_ number: Int, by reply: SMTPReply, accepted: Bool) {
        // These speak of our login or our connection and not of this mail, so they must not brand the recipient.
        let isAboutUs = [530, 534, 535, 538].contains(reply.code)
        let verdict: MailOutcome.Verdict =
            accepted ? .accepted : reply.isPermanentRefusal && !isAboutUs ? .refused : .deferred
        let index = number - firstFlight
        flights[index].hasOutcome = true
        outcomes.append(
            MailOutcome(id: flights[index].envelope.id, verdict: verdict, code: reply.code, text: reply.text))
        // One that was refused is still spoken of by replies to its further commands.
        while let first = flights.first, first.isGiven, first.hasOutcome {
            flights.removeFirst()
            firstFlight += 1
        }
        if flights.count > 2 * Self.roomMax { forgetRefused() }
    }

    /// Those before the oldest that a reply can still be about.
    private mutating func forgetRefused() {
        let oldest = awaited.lazy.compactMap(\.number).min() ?? nextToSay
        while firstFlight < oldest, flights.first?.hasOutcome == true {
            flights.removeFirst()
            firstFlight += 1
        }
    }

    mutating func breakOff(_ text: String, code: Int? = nil) {
        failure = Failure(code: code, text: text)
        for flight in flights where !flight.hasOutcome {
            outcomes.append(
                MailOutcome(
                    id: flight.envelope.id, verdict: .deferred, code: code, text: text, wasTried: flight.isGiven))
        }
        flights = []
        end()
    }

    private mutating func end() {
        isOver = true
        queue = []
        flush()
        actions.append(.close)
    }
}

extension SMTPSession.Awaited {
    fileprivate var number: Int? {
        switch self {
        case .sender(let number), .recipient(let number), .data(let number), .acceptance(let number): number
        default: nil
        }
    }
}
