/// The receiving side of one SMTP conversation (RFC 5321) without network or disk: bytes go in, actions come out.
struct InboundSession {
    enum Action: Equatable {
        case write([UInt8])
        /// Keep this mail, then call `answer`; until then the session reads no further command.
        case deliver(ReceivedMail)
        case close
    }

    /// What a server offers, and to whom.
    struct Terms: Sendable {
        /// What it calls itself in its greeting; one word.
        var name: String
        /// Bytes of the largest mail that is taken; offered as SIZE (RFC 1870).
        var sizeMax: Int
        /// Shared by all conversations of a server.
        var room: DataRoom
        /// Whose mail goes to an address; nil for one that there is none of.
        var source: @Sendable (_ recipient: String) -> String?
    }

    static let commandLengthMax = 2048
    static let recipientCountMax = 100
    /// Commands of one conversation, whatever becomes of them: an answer is longer than NOOP, and all of them are kept
    /// for a sender who does not read.
    static let commandCountMax = 1000
    /// Commands that a conversation may get wrong: nobody guesses addresses for ever.
    static let mistakesMax = 20

    enum Phase {
        case commands
        case data(DataReader)
        /// The claim lives as long as the mail's bytes do.
        case delivering(DataRoom.Claim)
        case closed
    }

    let terms: Terms
    var phase = Phase.commands
    var hasGreeted = false
    /// The mail that is being put together.
    var sender: String?
    var isInternational = false
    /// One for each source; ``recipientCount`` is how many there were before.
    var recipients: [ReceivedMail.Recipient] = []
    var recipientCount = 0

    private var buffer: ArraySlice<UInt8> = []
    private var actions: [Action] = []
    /// Replies that are not among the actions yet.
    private var replies: [UInt8] = []
    private var commandCount = 0
    private var mistakes = 0

    init(_ terms: Terms) { self.terms = terms }

    mutating func open() -> [Action] {
        reply(220, "\(terms.name) ESMTP ready")
        return takeActions()
    }

    mutating func receive(_ bytes: some Sequence<UInt8>) -> [Action] {
        buffer += bytes
        advance()
        return takeActions()
    }

    /// What became of the mail of the last `.deliver`.
    mutating func answer(_ answer: MailAnswer) -> [Action] {
        guard isDelivering else { return [] }
        phase = .commands
        switch answer {
        case .stored(let words): reply(250, "2.0.0 \(words)")
        case .failed: reply(451, "4.3.0 the mail could not be stored; try again later")
        case .full: reply(452, "4.3.1 there is no room for the mail now; try again later")
        case .refused(let words): reply(554, "5.6.0 \(words)")
        }
        advance()
        return takeActions()
    }

    /// Ends the conversation from our side (421); a mail that is being kept is answered first, so call it again then.
    mutating func end(_ reason: String) -> [Action] {
        if case .closed = phase { return [] }
        guard !isDelivering else { return [] }
        reply(421, "4.3.2 \(reason)")
        close()
        return takeActions()
    }

    var isDelivering: Bool {
        if case .delivering = phase { true } else { false }
    }

    private mutating func takeActions() -> [Action] {
        settleReplies()
        defer { actions = [] }
        return actions
    }

    private mutating func act(_ action: Action) {
        settleReplies()
        actions.append(action)
    }

    private mutating func settleReplies() {
        guard !replies.isEmpty else { return }
        actions.append(.write(replies))
        replies = []
    }

    // MARK: - Reading

    private mutating func advance() {
        while true {
            switch phase {
            case .commands:
                guard let line = nextLine() else { return }
                commandCount += 1
                guard commandCount <= Self.commandCountMax else {
                    reply(421, "4.7.0 too many commands; connect again")
                    return close()
                }
                obey(line)
            case .data(var data):
                phase = .commands  // Leaves the reader with one owner, so that appending copies nothing.
                let isWhole = data.take(from: &buffer)
                guard isWhole else {
                    phase = .data(data)
                    return
                }
                finish(data)
            case .delivering, .closed:
                return
            }
        }
    }

    /// The next command without its CRLF; nil until it has arrived whole. What stands behind a stray CR or LF may be
    /// smuggled in by somebody who is not the sender, so it is not even looked at.
    private mutating func nextLine() -> String? {
        let start = buffer.prefix(Self.commandLengthMax)
        guard let end = start.firstIndex(of: ASCII.lineFeed) else {
            if buffer.count > Self.commandLengthMax {
                reply(500, "5.5.6 line too long")
                close()
            }
            return nil
        }
        var line = buffer[..<end]
        buffer = buffer[(end + 1)...]
        guard line.popLast() == ASCII.carriageReturn, !line.contains(ASCII.carriageReturn), !line.contains(0) else {
            reply(500, "5.5.2 a command is one line that ends with CRLF")
            close()
            return nil
        }
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func finish(_ data: DataReader) {
        defer { reset() }
        switch data.overflow {
        case .oversize: reply(552, "5.3.4 the mail is larger than \(terms.sizeMax) bytes")
        case .noRoom: reply(452, "4.3.1 there is no room for the mail now; try again later")
        case nil:
            phase = .delivering(data.claim)
            act(.deliver(ReceivedMail(sender: sender ?? "", recipients: recipients, data: data.data)))
        }
    }

    mutating func reset() { (sender, isInternational, recipients, recipientCount) = (nil, false, [], 0) }

    mutating func close() {
        phase = .closed
        buffer = []
        act(.close)
    }

    // MARK: - Answering

    mutating func reply(_ code: Int, _ lines: String...) {
        var text = lines.dropLast().map { "\(code)-\($0)\r\n" }.joined()
        text += "\(code) \(lines[lines.count - 1])\r\n"
        replies += text.utf8
        guard (500...599).contains(code) else { return }
        mistakes += 1
        guard mistakes >= Self.mistakesMax else { return }
        replies += "421 4.7.0 too many mistakes\r\n".utf8
        close()
    }
}
