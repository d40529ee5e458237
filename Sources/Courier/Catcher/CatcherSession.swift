/// The catcher's side of one SMTP conversation (RFC 5321) without network or disk: bytes go in, actions come out.
struct CatcherSession {
    enum Action: Equatable {
        case write([UInt8])
        /// Keep this mail, then call `stored`; until then the session reads no further command.
        case store(ReceivedMail)
        case close
    }

    /// A mail as it came over the wire.
    struct ReceivedMail: Equatable {
        let sender: String
        let recipients: [String]
        let data: [UInt8]
    }

    static let commandLengthMax = 2048
    static let recipientCountMax = 100

    private enum Phase {
        case commands
        case data(DataReader)
        case storing
        case closed
    }

    private let sizeMax: Int
    private var phase = Phase.commands
    private var buffer: ArraySlice<UInt8> = []
    private var actions: [Action] = []
    private var hasGreeted = false
    private var sender: String?
    private var recipients: [String] = []

    /// - Parameter sizeMax: bytes of the largest mail that is kept; offered as SIZE (RFC 1870).
    init(sizeMax: Int) { self.sizeMax = sizeMax }

    mutating func open() -> [Action] {
        reply(220, "mail catcher ready")
        return takeActions()
    }

    mutating func receive(_ bytes: some Sequence<UInt8>) -> [Action] {
        buffer += bytes
        advance()
        return takeActions()
    }

    /// The mail of the last `.store` is safe under this id, or could not be kept.
    mutating func stored(_ id: String?) -> [Action] {
        phase = .commands
        if let id {
            reply(250, "2.0.0 kept as \(id)")
        } else {
            reply(451, "4.3.0 the mail could not be kept; try again later")
        }
        advance()
        return takeActions()
    }

    private mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    // MARK: - Reading

    private mutating func advance() {
        while true {
            switch phase {
            case .commands:
                guard let line = nextLine() else { return }
                obey(line)
            case .data(var data):
                phase = .commands  // Leaves the reader with one owner, so that appending copies nothing.
                let isWhole = data.take(from: &buffer)
                guard isWhole else {
                    phase = .data(data)
                    return
                }
                finish(data)
            case .storing, .closed:
                return
            }
        }
    }

    /// The next command without its line end; nil until it has arrived whole.
    private mutating func nextLine() -> String? {
        guard let end = buffer.firstIndex(of: ASCII.lineFeed), end - buffer.startIndex <= Self.commandLengthMax else {
            if buffer.count > Self.commandLengthMax {
                reply(500, "5.5.6 line too long")
                close()
            }
            return nil
        }
        var line = buffer[..<end]
        buffer = buffer[(end + 1)...]
        if line.last == ASCII.carriageReturn { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func finish(_ data: DataReader) {
        defer { reset() }
        guard !data.isOversize else { return reply(552, "5.3.4 the mail is larger than \(sizeMax) bytes") }
        phase = .storing
        actions.append(.store(ReceivedMail(sender: sender ?? "", recipients: recipients, data: data.data)))
    }

    // MARK: - Commands

    private mutating func obey(_ line: String) {
        let verb = line.prefix { $0 != " " }.uppercased()
        let argument = line.dropFirst(verb.count).drop { $0 == " " }
        switch verb {
        case "EHLO":
            greet()
            reply(250, "mail catcher", "PIPELINING", "8BITMIME", "SIZE \(sizeMax)", "ENHANCEDSTATUSCODES")
        case "HELO":
            greet()
            reply(250, "mail catcher")
        case "MAIL": takeSender(argument)
        case "RCPT": takeRecipient(argument)
        case "DATA":
            guard !recipients.isEmpty else { return reply(503, "5.5.1 no recipient yet") }
            phase = .data(DataReader(sizeMax: sizeMax))
            reply(354, "end with a lone dot")
        case "RSET":
            reset()
            reply(250, "2.0.0 forgotten")
        case "NOOP": reply(250, "2.0.0 nothing done")
        case "VRFY": reply(252, "2.0.0 send and see")
        case "QUIT":
            reply(221, "2.0.0 goodbye")
            close()
        default: reply(502, "5.5.1 unknown command")
        }
    }

    private mutating func greet() {
        hasGreeted = true
        reset()
    }

    private mutating func takeSender(_ argument: Substring) {
        guard hasGreeted else { return reply(503, "5.5.1 EHLO comes first") }
        guard sender == nil else { return reply(503, "5.5.1 a mail is open already") }
        guard let path = SMTPPath(argument, after: "FROM:") else { return reply(501, "5.5.4 MAIL FROM:<address>") }
        for parameter in path.parameters {
            let (key, value) = (parameter.prefix { $0 != "=" }.uppercased(), parameter.drop { $0 != "=" }.dropFirst())
            switch key {
            case "SIZE":
                guard let size = Int(value), size >= 0 else { return reply(501, "5.5.4 SIZE takes a number") }
                guard size <= sizeMax else { return reply(552, "5.3.4 the mail is larger than \(sizeMax) bytes") }
            case "BODY": break
            default: return reply(555, "5.5.4 unknown parameter")
            }
        }
        sender = path.address
        reply(250, "2.1.0 sender taken")
    }

    private mutating func takeRecipient(_ argument: Substring) {
        guard sender != nil else { return reply(503, "5.5.1 MAIL comes first") }
        guard let path = SMTPPath(argument, after: "TO:"), !path.address.isEmpty else {
            return reply(501, "5.5.4 RCPT TO:<address>")
        }
        guard path.parameters.isEmpty else { return reply(555, "5.5.4 unknown parameter") }
        guard recipients.count < Self.recipientCountMax else { return reply(452, "4.5.3 too many recipients") }
        recipients.append(path.address)
        reply(250, "2.1.5 recipient taken")
    }

    private mutating func reset() { (sender, recipients) = (nil, []) }

    private mutating func close() {
        phase = .closed
        actions.append(.close)
    }

    private mutating func reply(_ code: Int, _ lines: String...) {
        var text = lines.dropLast().map { "\(code)-\($0)\r\n" }.joined()
        text += "\(code) \(lines[lines.count - 1])\r\n"
        if case .write(let earlier) = actions.last {
            actions[actions.count - 1] = .write(earlier + Array(text.utf8))
        } else {
            actions.append(.write(Array(text.utf8)))
        }
    }
}

/// The argument of MAIL and RCPT: `FROM:<address> KEY=value …` (section 4.1.2).
private struct SMTPPath {
    let address: String
    let parameters: [Substring]

    /// Nil unless a bracketed address of visible ASCII follows the keyword.
    init?(_ argument: Substring, after keyword: String) {
        guard argument.prefix(keyword.count).uppercased() == keyword else { return nil }
        let rest = argument.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let address = rest[..<end].dropFirst()
        guard address.utf8.allSatisfy({ ASCII.visible.contains($0) }), !address.contains("<") else { return nil }
        self.address = String(address)
        parameters = rest[end...].dropFirst().split(separator: " ")
    }
}
