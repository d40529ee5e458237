import OnRecord
import Sigma

extension SyslogMessage {
    /// Nil for what is no syslog message, or one of RFC 5424 with a broken header or broken structured data.
    /// - Parameter receivedAt: tells the year where a message of RFC 3164 does not.
    public static func read(_ bytes: ArraySlice<UInt8>, receivedAt: Timestamp) -> SyslogMessage? {
        var reader = SyslogReader(bytes)
        var message = SyslogMessage()
        if reader.next == UInt8(ascii: "<") {
            guard let priority = reader.priority() else { return nil }
            message.priority = priority
            if reader.take("1 ") { return reader.modern(message) }
        }
        return reader.traditional(message, receivedAt)
    }
}

/// Reads from left to right; every byte is looked at a bounded number of times.
private struct SyslogReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var next: UInt8? { rest.first }

    mutating func take(_ expected: String) -> Bool {
        guard rest.starts(with: expected.utf8) else { return false }
        rest = rest.dropFirst(expected.utf8.count)
        return true
    }

    /// `<0>` to `<191>` (RFC 5424, section 6.2.1).
    mutating func priority() -> Int? {
        rest = rest.dropFirst()
        let digits = rest.prefix(3).prefix { (48...57).contains($0) }
        guard !digits.isEmpty, rest.dropFirst(digits.count).first == UInt8(ascii: ">") else { return nil }
        rest = rest.dropFirst(digits.count + 1)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return value <= 191 ? value : nil
    }

    /// A header's word, and the space behind it. Nil if there is none; `.some(nil)` for the nil value `-`.
    private mutating func word() -> String?? {
        let word = rest.prefix { $0 != 0x20 }
        guard !word.isEmpty, rest.count > word.count, word.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return nil }
        rest = rest.dropFirst(word.count + 1)
        return .some(word.elementsEqual("-".utf8) ? nil : String(decoding: word, as: UTF8.self))
    }
}

// MARK: RFC 5424

extension SyslogReader {
    /// What follows `<PRI>1 `.
    mutating func modern(_ begun: SyslogMessage) -> SyslogMessage? {
        var message = begun
        guard let time = word(), let hostname = word(), let appName = word(), let processID = word(),
            let messageID = word(), let data = structuredData()
        else { return nil }
        if let time {
            guard let timestamp = Timestamp(rfc3339: time) else { return nil }
            message.timestamp = timestamp
        }
        (message.hostname, message.appName) = (hostname, appName)
        (message.processID, message.messageID) = (processID, messageID)
        message.structuredData = data
        guard rest.isEmpty || take(" ") else { return nil }
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        message.text = String(decoding: rest, as: UTF8.self)
        return message
    }

    /// `-`, or elements one right behind the other (section 6.3). An id stands once at most (6.3.2).
    private mutating func structuredData() -> [String: [String: Value]]? {
        if take("-") { return [:] }
        var elements: [String: [String: Value]] = [:]
        while take("[") {
            guard let id = name(), elements[id] == nil else { return nil }
            var parameters: [String: [Value]] = [:]
            while take(" ") {
                guard let name = name(), take("=\""), let value = quoted() else { return nil }
                parameters[name, default: []].append(value)
            }
            guard take("]") else { return nil }
            elements[id] = parameters.mapValues { $0.count == 1 ? $0[0] : .list($0) }
        }
        return elements.isEmpty ? nil : elements
    }

    private mutating func name() -> String? {
        let name = rest.prefix { byte in
            byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "]")
                && byte != UInt8(ascii: "\"")
        }
        rest = rest.dropFirst(name.count)
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    /// A parameter's value and the quote behind it. `\"`, `\\` and `\]` are escapes; any other backslash is itself
    /// (section 6.3.3).
    private mutating func quoted() -> Value? {
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return .string(String(decoding: text, as: UTF8.self)) }
            if byte == UInt8(ascii: "\\"), let escaped = next, "\"\\]".utf8.contains(escaped) {
                text.append(escaped)
                rest = rest.dropFirst()
            } else {
                text.append(byte)
            }
        }
        return nil
    }
}

// MARK: RFC 3164

extension SyslogReader {
    /// `Nov 22 10:00:00 host app[42]: text`, with RFC 3339 for the time where a daemon was set up so. Behind a `PRI` the
    /// time, the host and the program may each be missing (section 4.3.3 takes the rest as text).
    mutating func traditional(_ begun: SyslogMessage, _ receivedAt: Timestamp) -> SyslogMessage? {
        var message = begun
        message.timestamp = shortTime(receivedAt) ?? longTime()
        if message.timestamp == nil, message.priority == nil { return nil }
        if message.timestamp != nil, tag(peeking: true) == nil, case .some(let hostname) = word() {
            message.hostname = hostname
        }
        if let (name, process) = tag(peeking: false) { (message.appName, message.processID) = (name, process) }
        message.text = String(decoding: rest, as: UTF8.self)
        return message
    }

    /// `app:` or `app[42]:`, and one space behind it.
    private mutating func tag(peeking: Bool) -> (name: String, process: String?)? {
        let word = rest.prefix { $0 > 0x20 && $0 < 0x7f }
        // The colon that ends it is the first one with nothing or a space behind it.
        guard word.last == UInt8(ascii: ":"), word.count > 1 else { return nil }
        let body = word.dropLast()
        let name = body.prefix { $0 != UInt8(ascii: "[") }
        let process = body.dropFirst(name.count)
        guard !name.isEmpty, process.isEmpty || process.last == UInt8(ascii: "]") else { return nil }
        if !peeking {
            rest = rest.dropFirst(word.count)
            if next == 0x20 { rest = rest.dropFirst() }
        }
        let identifier = process.isEmpty ? nil : String(decoding: process.dropFirst().dropLast(), as: UTF8.self)
        return (String(decoding: name, as: UTF8.self), identifier)
    }

    private mutating func longTime() -> Timestamp? {
        let word = rest.prefix(40).prefix { $0 != 0x20 }
        guard let timestamp = Timestamp(rfc3339: String(decoding: word, as: UTF8.self)) else { return nil }
        rest = rest.dropFirst(word.count)
        if next == 0x20 { rest = rest.dropFirst() }
        return timestamp
    }

    /// `Nov 22 10:00:00 `, taken as UTC, in the last year that does not put it more than a day ahead.
    private mutating func shortTime(_ receivedAt: Timestamp) -> Timestamp? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let head = Array(rest.prefix(16))
        guard head.count == 16, head[3] == 0x20, head[6] == 0x20, head[15] == 0x20,
            let month = months.firstIndex(where: { head.starts(with: $0.utf8) })
        else { return nil }
        let day = String(decoding: head[4..<6], as: UTF8.self).replacing(" ", with: "0")
        let clock = String(decoding: head[7..<15], as: UTF8.self)
        let number = month + 1
        let year = receivedAt.date.year
        for year in [year + 1, year, year - 1] {
            let text = "\(year)-\(number < 10 ? "0" : "")\(number)-\(day)T\(clock)Z"
            guard let moment = Timestamp(rfc3339: text), moment <= receivedAt + .days(1) else { continue }
            rest = rest.dropFirst(16)
            return moment
        }
        return nil
    }
}
