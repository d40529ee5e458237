/// Takes CSV apart as it arrives (RFC 4180): quoted fields may hold commas, quotes and line breaks; lines end in CRLF or LF;
/// a byte order mark in front is skipped. What is wrong with a row is told with the row, and the next row is read.
struct CSVScanner {
    static let fieldMax = 4096
    static let fieldsMax = 64

    struct Row: Equatable {
        /// From 1, as spreadsheets count: the header is row 1, and an empty line is a row.
        var number: Int
        var fields: [String]
        /// Why the row cannot be used.
        var problem: String?
        var isEmpty: Bool { problem == nil && (fields.isEmpty || fields == [""]) }
    }

    private enum State {
        case fieldStart, bare, quoted
        /// Behind a quote in a quoted field: the end of the field, or the first half of a quote.
        case quote
        /// The row is lost; the next line break ends it.
        case lost
    }

    private var state = State.fieldStart
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var problem: String?
    private var number = 1
    private var marked = 0
    private var isAtStart = true
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let (comma, quote, cr, lf) = (
        UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")
    )

    mutating func scan(_ bytes: some Sequence<UInt8>, _ found: (Row) throws -> Void) rethrows {
        for byte in bytes {
            if isAtStart {
                if byte == CSVScanner.mark[marked] {
                    marked += 1
                    if marked == CSVScanner.mark.count { isAtStart = false }
                    continue
                }
                isAtStart = false
                for skipped in CSVScanner.mark.prefix(marked) { try take(skipped, found) }
            }
            try take(byte, found)
        }
    }

    /// A last line may lack its line break.
    mutating func finish(_ found: (Row) throws -> Void) rethrows {
        if state == .quoted { lose("its last quoted field is not closed") }
        if state != .fieldStart || !fields.isEmpty { try endRow(found) }
    }

    private mutating func take(_ byte: UInt8, _ found: (Row) throws -> Void) rethrows {
        switch state {
        case .lost: if byte == CSVScanner.lf { try endRow(found) }
        case .quoted:
            if byte == CSVScanner.quote { state = .quote } else { add(byte) }
        case .quote where byte == CSVScanner.quote:
            add(byte)
            if state != .lost { state = .quoted }
        case .fieldStart where byte == CSVScanner.quote: state = .quoted
        case .fieldStart, .bare, .quote:
            switch byte {
            case CSVScanner.comma:
                endField()
                if state != .lost { state = .fieldStart }
            case CSVScanner.lf: try endRow(found)
            // Half of a line break; alone it is a character, and no column has one.
            case CSVScanner.cr where state == .quote: break
            default:
                if state == .quote {
                    lose("there is text behind a closing quote")
                } else if byte == CSVScanner.quote {
                    lose("there is a quote inside a field that does not begin with one")
                } else {
                    state = .bare
                    add(byte)
                }
            }
        }
    }

    private mutating func add(_ byte: UInt8) {
        field.append(byte)
        if field.count > CSVScanner.fieldMax {
            lose("a field has more than \(CSVScanner.fieldMax) bytes; perhaps a quote is not closed")
        }
    }

    private mutating func lose(_ why: String) {
        if problem == nil { problem = why }
        state = .lost
        field.removeAll(keepingCapacity: true)
    }

    private mutating func endField() {
        guard fields.count < CSVScanner.fieldsMax else {
            return lose("it has more than \(CSVScanner.fieldsMax) fields")
        }
        if let text = String(validating: field, as: UTF8.self) {
            fields.append(text)
            field.removeAll(keepingCapacity: true)
        } else {
            lose("it is not UTF-8 text")
        }
    }

    private mutating func endRow(_ found: (Row) throws -> Void) rethrows {
        if state != .lost {
            if state == .bare, field.last == CSVScanner.cr { field.removeLast() }
            endField()
        }
        let row = Row(number: number, fields: problem == nil ? fields : [], problem: problem)
        number += 1
        (state, problem) = (.fieldStart, nil)
        fields.removeAll(keepingCapacity: true)
        field.removeAll(keepingCapacity: true)
        try found(row)
    }
}
