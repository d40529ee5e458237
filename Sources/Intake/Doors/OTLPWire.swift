/// Counts what a protobuf body of OTLP logs holds before it is decoded: a message of two bytes is forty times as large
/// in memory. Reads tags and lengths alone (protobuf's encoding guide, section Message Structure).
struct OTLPWire {
    /// Messages of all kinds in one body. An attribute with its value is two.
    static let messagesMax = 1_000_000
    /// Levels of messages: those around an attribute's value, and the three that each level of a map takes.
    static let depthMax = 5 + 3 * (FieldLimit.log.depth + 1)

    private let body: [UInt8]
    private var messages = 0
    private var records = 0

    /// - Throws: `tooMuch`, or `damaged` where tags and lengths do not fit together.
    static func check(_ body: [UInt8]) throws(OTLPProblem) {
        var wire = OTLPWire(body: body)
        try wire.walk(.request, body.indices, depth: 0)
    }

    private init(body: [UInt8]) { self.body = body }

    private mutating func walk(_ kind: Kind, _ range: Range<Int>, depth: Int) throws(OTLPProblem) {
        messages += 1
        if kind == .record { records += 1 }
        guard messages <= OTLPWire.messagesMax, records <= UnfoldingBudget.recordsMax else { throw .tooMuch }
        guard depth < OTLPWire.depthMax else {
            throw .damaged("Messages are nested deeper than \(OTLPWire.depthMax). Send values of fewer levels.")
        }
        var position = range.lowerBound
        while position < range.upperBound {
            let tag = try varint(&position, before: range.upperBound)
            switch tag & 7 {
            case 0: _ = try varint(&position, before: range.upperBound)
            case 1: position += 8
            case 5: position += 4
            case 2:
                let length = try varint(&position, before: range.upperBound)
                guard length <= UInt64(range.upperBound - position) else {
                    throw .damaged("A length at byte \(position) reaches past the end. Send the body undamaged.")
                }
                let end = position + Int(length)
                if let member = kind.member(tag >> 3) { try walk(member, position..<end, depth: depth + 1) }
                position = end
            default: throw .damaged("A wire type at byte \(position) is unknown. Send the body undamaged.")
            }
        }
        guard position == range.upperBound else { throw .damaged("The body ends early. Send it undamaged.") }
    }

    private func varint(_ position: inout Int, before end: Int) throws(OTLPProblem) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw .damaged("The body ends early. Send it undamaged.") }
            let byte = body[position]
            position += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
        }
        throw .damaged("A number at byte \(position) is longer than any. Send the body undamaged.")
    }

    /// The messages that a request is made of.
    private enum Kind {
        case request, resourceLogs, resource, entity, scopeLogs, scope, record, attribute, value, list, map

        /// What a field of this number holds, by the definitions; nil where it is no message.
        func member(_ field: UInt64) -> Kind? {
            switch (self, field) {
            case (.request, 1): .resourceLogs
            case (.resourceLogs, 1): .resource
            case (.resourceLogs, 2): .scopeLogs
            case (.resource, 3): .entity
            case (.scopeLogs, 1): .scope
            case (.scopeLogs, 2): .record
            case (.record, 5), (.attribute, 2), (.list, 1): .value
            case (.resource, 1), (.scope, 3), (.record, 6), (.map, 1): .attribute
            case (.value, 5): .list
            case (.value, 6): .map
            default: nil
            }
        }
    }
}
