@testable import OnRecord
import Testing

@Suite("A file of customers")
struct CustomerFileTests {
    private func read(_ text: String, piece: Int = .max) throws -> (rows: [CustomerRow], report: CustomerFile.Report) {
        var file = CustomerFile()
        var rows: [CustomerRow] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(piece, max(bytes.count, 1))) {
            rows += try file.read(bytes[start..<min(bytes.count, start + min(piece, bytes.count))])
        }
        rows += try file.finish()
        return (rows, file.report)
    }

    @Test("Columns stand in any order, and what a row does not say has a default")
    func order() throws {
        let (rows, report) = try read("mail,name,id\none@customer.example,One,c1\n")
        #expect(rows.map(\.customer) == [Customer(id: "c1", name: "One", mail: "one@customer.example")])
        #expect(report == CustomerFile.Report(customers: 1))
    }

    @Test("Every column is read")
    func everything() throws {
        let text = """
            id,name,mail,language,place,period_start,period_end,period_price,currency,billing_id
            c1,One,one@customer.example,de-AT,AT,2026-11-01,2026-12-01T12:00:00Z,49.00,EUR,cus_1
            """
        let (rows, _) = try read(text)
        let customer = Customer(
            id: "c1", name: "One", mail: "one@customer.example", periodPrice: 4900, currency: "EUR", language: "de-AT",
            place: "AT", billingID: "cus_1")
        let period = BillingPeriod(
            customer: "c1", starts: moment("2026-11-01T00:00:00Z"), ends: moment("2026-12-01T12:00:00Z"), price: 4900,
            currency: "EUR")
        #expect(rows == [CustomerRow(customer: customer, period: period)])
    }

    @Test(
        "RFC 4180: quotes, commas and line breaks in quotes, CRLF, a mark in front, and no line break at the end",
        arguments: [1, 2, 3, 7, 1000])
    func quoting(piece: Int) throws {
        let text =
            "\u{FEFF}id,\"name\",mail\r\nc1,\"Paper, Pine \"\"and\"\" Co\",one@customer.example\r\n\r\nc2,\"Zwei\",two@customer.example"
        let (rows, report) = try read(text, piece: piece)
        #expect(rows.map(\.customer.name) == ["Paper, Pine \"and\" Co", "Zwei"])
        #expect(report.broken == 0)
    }

    @Test("Columns that mean nothing here are named")
    func unknown() throws {
        let (rows, report) = try read("id,name,Phone,mail\nc1,One,1234,one@customer.example\n")
        #expect(rows.count == 1)
        #expect(report.ignoredColumns == ["phone"])
    }

    private static let head = "id,name,mail,language,place,period_start,period_end,period_price,currency,billing_id\n"

    private static let broken: [(row: String, reason: String)] = [
        ("c 1,One,one@customer.example,,,,,,,", "id is “c 1”"),
        (",One,one@customer.example,,,,,,,", "id is “”"),
        ("c1,,one@customer.example,,,,,,,", "name of c1 has 0 bytes"),
        ("c1,\"One\nBcc: x@customer.example\",one@customer.example,,,,,,,", "name of c1"),
        ("c1,One,\"one@customer.example\r\nBcc: two@customer.example\",,,,,,,", "mail of c1 is"),
        ("c1,One,one@customer.example>,,,,,,,", "mail of c1 is"),
        ("c1,One,\"one@customer.example, two@customer.example\",,,,,,,", "mail of c1 is"),
        ("c1,One,one@customer.example,German,,,,,,", "language of c1 is “German”"),
        ("c1,One,one@customer.example,,Austria,,,,,", "place of c1 is “Austria”"),
        ("c1,One,one@customer.example,,,2026-11-31,2026-12-01,49.00,EUR,", "period_start of c1 is “2026-11-31”"),
        ("c1,One,one@customer.example,,,2026-11-01,,49.00,EUR,", "period_end of c1 is empty"),
        ("c1,One,one@customer.example,,,2026-12-01,2026-11-01,49.00,EUR,", "not after period_start"),
        ("c1,One,one@customer.example,,,,,49.999,EUR,", "period_price of c1 is “49.999”"),
        ("c1,One,one@customer.example,,,,,-49.00,EUR,", "period_price of c1 is “-49.00”"),
        ("c1,One,one@customer.example,,,,,49.00,JPY,", "at most 0 digits behind the point"),
        ("c1,One,one@customer.example,,,,,49.00,Euro,", "currency of c1 is “Euro”"),
        ("c1,One,one@customer.example,,,,,,,../cus_1", "billingID of c1 is “../cus_1”"),
        ("c1,One,one@customer.example,,,,,,,..", "billingID of c1 is “..”"),
        ("c1,One", "it has 2 fields; expected 10"),
        ("c1,\"One\"x,one@customer.example,,,,,,,", "text behind a closing quote"),
        ("c1,On\"e,one@customer.example,,,,,,,", "quote inside a field"),
    ]

    @Test("A broken row is told with its number and the reason, and its neighbours are taken", arguments: broken)
    func brokenRows(row: String, reason: String) throws {
        let good = "a1,A,a@customer.example,,,,,,,"
        let (rows, report) = try read(
            Self.head + good + "\n" + row + "\n" + good.replacing("a1", with: "a2") + "\n")
        #expect(rows.map(\.customer.id) == ["a1", "a2"])
        #expect(report.problems.map(\.row) == [3])
        let problem = try #require(report.problems.first)
        #expect(problem.reason.contains(reason), "\(problem)")
        #expect(!problem.reason.contains { $0.isNewline }, "\(problem)")
    }

    @Test("A quote that is never closed costs its row, not the rest of the file")
    func openQuote() throws {
        let filler = (0..<100).map { "b\($0),\(String(repeating: "x", count: 100)),b@customer.example\n" }.joined()
        let (rows, report) = try read(
            "id,name,mail\nc1,\"One,one@customer.example\n\(filler)c2,Two,two@customer.example\n")
        #expect(report.problems.count == 1)
        #expect(report.problems.first?.reason.contains("perhaps a quote is not closed") == true)
        #expect(rows.last?.customer.id == "c2")
        let end = try read("id,name,mail\nc1,\"One,one@customer.example\n")
        #expect(end.report.problems.map(\.row) == [2])
    }

    @Test("Bytes that are no text are told")
    func noText() throws {
        var file = CustomerFile()
        _ = try file.read(Array("id,name,mail\nc1,".utf8) + [0xFF] + Array(",one@customer.example\n".utf8))
        _ = try file.finish()
        #expect(file.report.problems.map(\.reason) == ["it is not UTF-8 text. Correct the row."])
    }

    @Test("A second row of a customer is a second billing period, or it is named")
    func repeated() throws {
        let head = "id,name,mail,period_start,period_end,period_price,currency\n"
        let first = "c1,One,one@customer.example,2026-11-01,2026-12-01,49.00,EUR\n"
        let (rows, report) = try read(
            head + first + "c1,One,one@customer.example,2026-12-01,2027-01-01,59.00,EUR\n" + first
                + "c1,Uno,one@customer.example,2027-01-01,2027-02-01,59.00,EUR\n"
                + "c2,Two,two@customer.example,,,9.00,EUR\n"
                + "c2,Two,two@customer.example,,,9.00,EUR\n")
        #expect(rows.map(\.period?.price) == [4900, 5900, nil])
        #expect((report.customers, report.periods, report.broken) == (2, 2, 3))
        #expect(report.problems.map(\.row) == [4, 5, 7])
        #expect(report.problems[0].reason.contains("overlaps another one in this file, 2026-11-01 to 2026-12-01"))
        #expect(report.problems[1].reason.contains("differ from those in row 2"))
        #expect(report.problems[2].reason.contains("stands in row 6 already"))
    }

    @Test(
        "A file that is none is refused as a whole",
        arguments: [
            ("", "The file is empty"), ("\n\n", "The file is empty"), ("id;name;mail\n", "lacks id, name, mail"),
            ("id,name\n", "lacks mail"), ("id,name,mail,Name\n", "the column “name” twice"),
            ("id,name,mail,period_start\n", "only a part of period_start"),
            ("id,name,mail,period_start,period_end\n", "a billing period needs all three"),
            ("id,name,mail,currency\n", "currency without period_price"),
            ("id,name,mail,period_price\n", "period_price without currency"),
        ])
    func noFile(text: String, reason: String) {
        let refusal = #expect(throws: Refusal.self) { try read(text) }
        #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test("Of very many broken rows the first thousand are told, and all are counted")
    func manyProblems() throws {
        let (_, report) = try read("id,name,mail\n" + String(repeating: "c1\n", count: 1200))
        #expect(report.broken == 1200)
        #expect(report.problems.count == 1000)
    }
}

@Suite("Codes of languages, places and billing systems")
struct CustomerCodeTests {
    @Test(
        "Language tags",
        arguments: [
            ("en", true), ("de-AT", true), ("zh-Hant-TW", true), ("x", false), ("de_AT", false),
            ("german", false), ("de-", false), ("de-verylongpart", false), ("d1", false),
        ])
    func languages(tag: String, isGood: Bool) { #expect(LanguageTag.isWellFormed(tag) == isGood) }

    @Test(
        "Places",
        arguments: [
            ("DE", true), ("US-CA", true), ("GB-ENG", true), ("FR-75", true), ("de", false),
            ("D", false), ("DE-", false), ("US-CALI", false), ("US-CA-1", false),
        ])
    func places(code: String, isGood: Bool) { #expect(Customer.isPlace(code) == isGood) }

    @Test(
        "Names at a billing system",
        arguments: [
            ("cus_1", true), ("a.b-c", true), ("", false), ("a/b", false),
            ("a?b", false), ("..", false), ("a b", false),
        ])
    func billing(id: String, isGood: Bool) { #expect(Customer.isBillingID(id) == isGood) }
}
