extension InboundSession {
    /// One command, without its line end (RFC 5321 section 4.1.1).
    mutating func obey(_ line: String) {
        let word = line.prefix { $0 != " " }
        let argument = line[word.endIndex...].drop { $0 == " " }
        switch word.uppercased() {
        case "EHLO":
            greet()
            reply(
                250, terms.name, "PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE \(terms.sizeMax)", "ENHANCEDSTATUSCODES")
        case "HELO":
            greet()
            reply(250, terms.name)
        case "MAIL": takeSender(argument)
        case "RCPT": takeRecipient(argument)
        case "DATA":
            guard !recipients.isEmpty else { return reply(503, "5.5.1 no recipient yet") }
            guard argument.isEmpty else { return reply(501, "5.5.4 DATA takes no argument") }
            phase = .data(DataReader(sizeMax: terms.sizeMax, room: terms.room))
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
        guard let path = InboundPath(argument, after: "FROM:") else { return reply(501, "5.5.4 MAIL FROM:<address>") }
        var isInternational = false
        for (key, value) in path.parameters {
            switch key {
            case "SIZE":
                guard let size = Int(value), size >= 0 else { return reply(501, "5.5.4 SIZE takes a number") }
                guard size <= terms.sizeMax else {
                    return reply(552, "5.3.4 the mail is larger than \(terms.sizeMax) bytes")
                }
            case "BODY":
                guard ["7BIT", "8BITMIME"].contains(value.uppercased()) else {
                    return reply(501, "5.5.4 BODY is 7BIT or 8BITMIME")
                }
            case "SMTPUTF8": isInternational = true
            default: return reply(555, "5.5.4 unknown parameter")
            }
        }
        guard isInternational || path.isASCII else { return reply(553, "5.6.7 such an address needs SMTPUTF8") }
        (sender, self.isInternational) = (path.address, isInternational)
        reply(250, "2.1.0 sender taken")
    }

    private mutating func takeRecipient(_ argument: Substring) {
        guard sender != nil else { return reply(503, "5.5.1 MAIL comes first") }
        guard let path = InboundPath(argument, after: "TO:"), !path.address.isEmpty else {
            return reply(501, "5.5.4 RCPT TO:<address>")
        }
        guard path.parameters.isEmpty else { return reply(555, "5.5.4 unknown parameter") }
        guard isInternational || path.isASCII else { return reply(553, "5.6.7 such an address needs SMTPUTF8") }
        guard recipientCount < Self.recipientCountMax else { return reply(452, "4.5.3 too many recipients") }
        guard let source = terms.source(path.address) else { return reply(550, "5.1.1 no such address here") }
        recipientCount += 1
        // A mail that names one source a hundred times is still one mail for it.
        if !recipients.contains(where: { $0.source == source }) {
            recipients.append(.init(address: path.address, source: source))
        }
        reply(250, "2.1.5 recipient taken")
    }
}
