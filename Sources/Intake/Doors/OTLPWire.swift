/// Counts what a protobuf body of OTLP logs holds before it is decoded: a record of two bytes is a hundred times as large
/// in memory. Reads tags and lengths alone (protobuf's encoding, section Message Structure).
struct OTLPWire {
    /// Fields of requests, resources, scopes and records in one body; nothing else is many.
    static let fieldsMax = 1_000_000

    /// Field numbers that lead to the log records: `resource_logs`, `scope_logs`, `log_records`.
    private static let path = [1, 2, 2]

    private let body: [UInt8]
    private var records = 0
    private var fields = 0

    /// - Throws: `tooMuch`, or `damaged` where tags and lengths do not fit together.
    static func check(_ body: [UInt8]) throws(OTLPProblem) {
        var wire = OTLPWire(body: body)
        try wire.walk(body.indices, depth: 0)
    }

    private init(body: [UInt8]) { self.body = body }

    private mutating func walk(_ range: Range<Int>, depth: Int) throws(OTLPProblem) {
        var position = range.lowerBound
        while position < range.upperBound {
            fields += 1
            guard fields <= OTLPWire.fieldsMax else { throw .tooMuch }
            let tag = try varint(&position, before: range.upperBound)
            switch tag & 7 {
            case 0: _ = try varint(&position, before: range.upperBound)
            case 1: position += 8
            case 5: position += 4
            case 2:
                let length = try varint(&position, before: range.upperBound)
                guard
                    let end = Int(exactly: length).flatMap({ $0 <= range.upperBound - position ? position + $0 : nil })
                else { throw .damaged("A length at byte \(position) reaches past the end. Send the body undamaged.") }
                if depth < OTLPWire.path.count, tag >> 3 == OTLPWire.path[depth] {
                    if depth == OTLPWire.path.count - 1 { records += 1 }
                    guard records <= UnfoldingBudget.recordsMax else { throw .tooMuch }
                    try walk(position..<end, depth: depth + 1)
                }
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
}
