import OnRecord

/// A question to a name server and what comes back (RFC 1035, section 4.1; AAAA: RFC 3596).
enum DNSMessage {
    /// The bytes of a question that asks for recursion. Nil when the name is none.
    static func query(id: UInt16, name: String, type: ProbeSpec.DNSTarget.RecordType) -> [UInt8]? {
        guard let question = question(name, type) else { return nil }
        return id.bytes + [0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0] + question
    }

    private static func question(_ name: String, _ type: ProbeSpec.DNSTarget.RecordType) -> [UInt8]? {
        var bytes: [UInt8] = []
        for label in name.split(separator: ".") {
            guard let count = UInt8(exactly: label.utf8.count), (1...63).contains(count) else { return nil }
            bytes += [count] + label.utf8
        }
        guard (1...254).contains(bytes.count) else { return nil }
        return bytes + [0] + type.code.bytes + [0, 1]
    }

    /// What came back.
    struct Reply: Sendable, Equatable {
        /// 0: no error; 3: no such name.
        var code: UInt8
        /// There is more than fits into one datagram.
        var isTruncated: Bool
        /// The answers of the type asked for, as text: addresses, names, `10 mail.example`, a TXT's strings joined.
        var records: [String]
    }

    enum Reading: Sendable, Equatable {
        /// Not an answer to this question: somebody else's, or forged.
        case foreign
        case broken
        case reply(Reply)
    }

    /// Reads an answer to a question made by `query`.
    static func read(_ bytes: [UInt8], answering query: [UInt8], type: ProbeSpec.DNSTarget.RecordType) -> Reading {
        var reader = DNSReader(bytes)
        guard query.count > 12, let id = reader.number16(), id.bytes == Array(query.prefix(2)),
            let flags = reader.number16(), flags & 0x8000 != 0
        else { return .foreign }
        guard let questions = reader.number16(), let answers = reader.number16(), reader.skip(4) else { return .broken }
        let code = UInt8(flags & 0xf)
        let isTruncated = flags & 0x0200 != 0
        // A server that could not read the question need not repeat it.
        guard questions == 1 else {
            return questions == 0 && code != 0
                ? .reply(Reply(code: code, isTruncated: isTruncated, records: [])) : .foreign
        }
        guard let echoed = reader.take(query.count - 12), sameQuestion(echoed, query.dropFirst(12)) else {
            return .foreign
        }
        var reply = Reply(code: code, isTruncated: isTruncated, records: [])
        // What does not fit was cut off, maybe in the middle of a record; it is asked for again.
        guard !isTruncated else { return .reply(reply) }
        for _ in 0..<answers {
            guard reader.skipName(), let found = reader.number16(), reader.skip(6), let size = reader.number16(),
                let end = reader.position(after: Int(size))
            else { return .broken }
            if found == type.code {
                guard let record = record(type, &reader, end: end) else { return .broken }
                reply.records.append(record)
            }
            reader.position = end
        }
        return .reply(reply)
    }

    /// Letters may come back in another case.
    private static func sameQuestion(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.lowered == $1.lowered }
    }

    private static func record(
        _ type: ProbeSpec.DNSTarget.RecordType, _ reader: inout DNSReader, end: Int
    ) -> String? {
        switch type {
        case .A:
            guard end - reader.position == 4, let bytes = reader.take(4) else { return nil }
            return bytes.map(String.init).joined(separator: ".")
        case .AAAA:
            guard end - reader.position == 16, let bytes = reader.take(16) else { return nil }
            return IPv6Text.of(bytes)
        case .CNAME:
            return reader.name()
        case .MX:
            guard let preference = reader.number16(), let name = reader.name() else { return nil }
            return "\(preference) \(name)"
        case .TXT:
            var text: [UInt8] = []
            while reader.position < end {
                guard let count = reader.number8(), reader.position + Int(count) <= end,
                    let part = reader.take(Int(count))
                else { return nil }
                text += part
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}

extension ProbeSpec.DNSTarget.RecordType {
    /// Its number on the wire.
    fileprivate var code: UInt16 {
        switch self {
        case .A: 1
        case .CNAME: 5
        case .MX: 15
        case .TXT: 16
        case .AAAA: 28
        }
    }
}

extension UInt16 {
    /// Network order.
    fileprivate var bytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xff)] }
}

extension UInt8 {
    fileprivate var lowered: UInt8 { (65...90).contains(self) ? self + 32 : self }
}
