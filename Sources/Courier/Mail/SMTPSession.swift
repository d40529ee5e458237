/// A client's side of one SMTP conversation (RFC 5321) without the network: replies go in, actions come out.
///
/// Whatever ends the conversation early defers the envelopes that have no outcome yet; nothing here throws.
struct SMTPSession {
    enum Action: Equatable {
        case write([UInt8])
        case startTLS
        case close
    }

    /// A reply we wait for; the number is an envelope's position.
    enum Awaited: Equatable {
        case greeting, ehlo, helo, startTLS
        case plainResult, loginUsername, loginPassword, loginResult
        case reset, sender(Int), recipient(Int), data(Int), acceptance(Int), nothingSent
        case farewell
    }

    let envelopes: [MailEnvelope]
    let configuration: SMTPConfiguration
    private(set) var outcomes: [MailOutcome?]
    /// Why the conversation ended before its time; nil while it is in order.
    private(set) var failure: Failure?

    struct Failure: Equatable {
        let code: Int?
        let text: String
    }

    private(set) var isOver = false
    /// Replies come in the order of their commands, so the first of these is answered next (RFC 2920 section 3.1).
    /// Never empty before the session is over: when no mail is left to send, QUIT is.
    private(set) var awaited: [Awaited] = [.greeting]
    /// Commands that wait for their turn: all of one envelope, sent at once when the server pipelines.
    private var queue: [(command: String, awaited: Awaited)] = []
    private var actions: [Action] = []
    private var reader = SMTPReplyReader()
    var capabilities = SMTPCapabilities()
    var isEncrypted: Bool
    /// The recipient that the server took although it refused the sender: nothing may be sent in that state.
    private var orphanedRecipient: Int?

    init(_ configuration: SMTPConfiguration, envelopes: [MailEnvelope]) {
        self.configuration = configuration
        self.envelopes = envelopes
        outcomes = Array(repeating: nil, count: envelopes.count)
        isEncrypted = configuration.security == .tls
    }

    mutating func receive(_ bytes: some Sequence<UInt8>) -> [Action] {
        reader.append(bytes)
        do {
            while !isOver, let reply = try reader.next() { handle(reply) }
        } catch {
            breakOff(error.text)
        }
        return takeActions()
    }

    /// The connection is gone or too slow.
    mutating func lose(_ reason: String) -> [Action] {
        if awaited.first == .farewell { end() }  // After our QUIT nothing is owed any more.
        if !isOver { breakOff("\(reason) while waiting for \(awaited[0])") }
        return takeActions()
    }

    private mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    // MARK: - Replies

    private mutating func handle(_ reply: SMTPReply) {
        let subject = awaited.removeFirst()
        // 421 may answer any command and announces that the server hangs up (section 3.8).
        if reply.code == 421, subject != .farewell { return breakOff(reply.text, code: 421) }
        switch subject {
        case .greeting, .ehlo, .helo, .startTLS, .plainResult, .loginUsername, .loginPassword, .loginResult:
            handleOpening(reply, to: subject)
        case .reset:
            if !reply.isPositive { breakOff(reply.text, code: reply.code) }
        case .sender(let index), .recipient(let index):
            handleEnvelope(reply, of: index)
        case .data(let index):
            handleData(reply, of: index)
        case .acceptance(let index):
            settle(index, by: reply, accepted: reply.isPositive)
        case .nothingSent:
            break
        case .farewell:
            end()
        }
        if !isOver { sendQueued() }
    }

    private mutating func handleEnvelope(_ reply: SMTPReply, of index: Int) {
        if reply.isPositive {
            if outcomes[index] != nil { orphanedRecipient = index }
            return
        }
        if outcomes[index] == nil { settle(index, by: reply, accepted: false) }
        if !queue.isEmpty {  // Without pipelining the rest of this envelope has not been said yet, and need not be.
            queue = []
            enqueue(after: index, resetting: true)
        }
    }

    private mutating func handleData(_ reply: SMTPReply, of index: Int) {
        guard reply.code == 354 else {
            if outcomes[index] == nil { settle(index, by: reply, accepted: false) }
            return enqueue(after: index, resetting: true)
        }
        guard outcomes[index] != nil else {
            write(DotStuffing.stuffed(envelopes[index].data))
            awaited.append(.acceptance(index))
            return enqueue(after: index, resetting: false)
        }
        // The recipient was refused, yet the server wants data: a lone dot ends the mail that nobody would get
        // (RFC 2920 section 3.1). With a recipient but no sender, that dot would deliver an empty mail.
        guard orphanedRecipient != index else {
            return breakOff("the server took a recipient without a sender")
        }
        write(DotStuffing.lastLine)
        awaited.append(.nothingSent)
        enqueue(after: index, resetting: true)
    }

    // MARK: - Commands

    /// Starts with the envelopes, once the server knows and trusts us as far as needed.
    mutating func enqueueFirst() { enqueue(after: -1, resetting: false) }

    /// A transaction that did not end in data stays open at the server, hence the reset before the next one.
    private mutating func enqueue(after index: Int, resetting: Bool) {
        let next = index + 1
        guard next < envelopes.count else { return }
        let envelope = envelopes[next]
        let size = capabilities.takesSize ? " SIZE=\(envelope.data.count)" : ""
        if resetting { queue.append(("RSET", .reset)) }
        queue.append(("MAIL FROM:<\(envelope.sender)>\(size)", .sender(next)))
        queue.append(("RCPT TO:<\(envelope.recipient)>", .recipient(next)))
        queue.append(("DATA", .data(next)))
    }

    private mutating func sendQueued() {
        while let next = queue.first, capabilities.pipelines || awaited.isEmpty {
            queue.removeFirst()
            send(next.command, awaiting: next.awaited)
        }
        if awaited.isEmpty { send("QUIT", awaiting: .farewell) }
    }

    mutating func send(_ command: String, awaiting reply: Awaited) {
        write(Array("\(command)\r\n".utf8))
        awaited.append(reply)
    }

    /// What is said together leaves in one write.
    private mutating func write(_ bytes: [UInt8]) {
        if case .write(let earlier) = actions.last {
            actions[actions.count - 1] = .write(earlier + bytes)
        } else {
            actions.append(.write(bytes))
        }
    }

    /// The next word is said under TLS; what was heard before it is forgotten (RFC 3207 section 4.2).
    mutating func enterTLS() {
        reader.discard()
        capabilities = SMTPCapabilities()
        isEncrypted = true
        actions.append(.startTLS)
    }

    // MARK: - Outcomes

    private mutating func settle(_ index: Int, by reply: SMTPReply, accepted: Bool) {
        // These speak of our login or our connection and not of this mail, so they must not brand the recipient.
        let isAboutUs = [530, 534, 535, 538].contains(reply.code)
        let verdict: MailOutcome.Verdict =
            accepted ? .accepted : reply.isPermanentRefusal && !isAboutUs ? .refused : .deferred
        outcomes[index] = MailOutcome(id: envelopes[index].id, verdict: verdict, code: reply.code, text: reply.text)
    }

    mutating func breakOff(_ text: String, code: Int? = nil) {
        failure = Failure(code: code, text: text)
        for (index, outcome) in zip(outcomes.indices, outcomes) where outcome == nil {
            outcomes[index] = MailOutcome(id: envelopes[index].id, verdict: .deferred, code: code, text: text)
        }
        end()
    }

    private mutating func end() {
        isOver = true
        queue = []
        actions.append(.close)
    }
}
