@testable import Intake
import OnRecord
import Sigma
import Testing

@Suite("What senders write, and what is kept of it")
struct SenderTextTests {
    @Test(
        "Times are read as tools write them",
        arguments: [
            ("2026-11-22T09:29:00Z", 0), ("2026-11-22T09:29:00.123456789Z", 123), ("2026-11-22T10:29:00+0100", 0),
            ("2026-11-22T09:29:00+00:00Z", 0), ("2026-11-22 09:29:00.337", 337), ("2026-11-22T09:29:00", 0),
            ("1795339740", 0), ("1795339740.5", 500), ("1795339740001", 1), ("1795339740002000", 2),
            ("1795339740003000000", 3),
        ])
    func times(text: String, milliseconds: Int64) {
        let expected = Timestamp(milliseconds: 1_795_339_740_000 + milliseconds)
        #expect(SenderTime.read(.string(text)) == expected)
    }

    @Test("Numbers are times as well")
    func numbers() {
        let expected = moment("2026-11-22T09:29:00Z")
        for value: Value in [1_795_339_740, 1_795_339_740.0, 1_795_339_740_000, 1_795_339_740_000.0] {
            #expect(SenderTime.read(value) == expected)
        }
    }

    @Test(
        "What is no time is none",
        arguments: [
            "", "soon", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "0", "-5", "1e400", "nan", "inf", "-1e30",
            "1e30",
            String(repeating: "1", count: 400), "2026-13-01T00:00:00Z",
        ])
    func noTimes(text: String) {
        #expect(SenderTime.read(.string(text)) == nil)
    }

    @Test("A time too far ahead gives way to the moment of receipt")
    func ahead() {
        #expect(SenderTime.at("2026-11-22T09:35:00Z", receivedAt: received) == moment("2026-11-22T09:35:00Z"))
        #expect(SenderTime.at("2026-11-22T09:35:00.001Z", receivedAt: received) == received)
        #expect(
            SenderTime.at(nil, .null, "x", "2026-11-22T09:00:00Z", receivedAt: received)
                == moment("2026-11-22T09:00:00Z"))
    }

    @Test(
        "A title is one line that reads the same for everybody",
        arguments: [
            ("  Disk\r\n\tfull ", "Disk full"), ("a\u{0}b", "a b"), ("safe\u{202e}gnp.exe", "safegnp.exe"),
            ("<b>Bold</b>", "<b>Bold</b>"), (" \u{2066}\n ", nil), ("", nil), ("Disk voll äöü 🔴", "Disk voll äöü 🔴"),
        ])
    func titles(text: String, title: String?) {
        #expect(text.asTitle == title)
    }

    @Test("A long text is cut between characters")
    func cut() {
        #expect("ääää".cut(toBytes: 5) == "ää")
        #expect("🔴🔴".cut(toBytes: 7) == "🔴")
        #expect("🔴".cut(toBytes: 3) == "")
        #expect(String(repeating: "x", count: 2000).asTitle?.utf8.count == 1024)
    }

    @Test("A key that is too long is known by its hash, and two of them are told apart")
    func keys() {
        let long = String(repeating: "k", count: 1025)
        #expect(String(long.dropLast()).asKey == String(long.dropLast()))
        #expect(long.asKey?.count == 71)
        #expect(long.asKey != (long + "k").asKey)
    }

    @Test("However a message is nested or how much it holds, a signal's fields stay small")
    func bounds() {
        let deep = (0..<60).reduce(Value.integer(1)) { inner, _ in ["a": inner] }
        var fields = SignalFields()
        fields.add(["deep": deep])
        let kept = fields.all(product: "test")["deep"]
        #expect(kept?["a"]?["a"]?["a"]?["a"]?["a"]?["a"]?["a"]?["a"]?.string?.hasPrefix("{\"a\":") == true)

        var wide = SignalFields()
        wide.add(Dictionary(uniqueKeysWithValues: (0..<1000).map { ("n\($0)", Value.integer($0)) }))
        #expect(wide.all(product: "test").count == 257)
        var nested = SignalFields()
        nested.add(["list": .list(Array(repeating: ["a": "b"], count: 1000))])
        #expect(nested.all(product: "test")["list"]?.list?.count == 128)
        var long = SignalFields()
        long.add(["text": .string(String(repeating: "x", count: 10_000)), String(repeating: "n", count: 257): 1])
        #expect(long.all(product: "test")["text"]?.string?.count == 8192)
        #expect(long.all(product: "test").count == 2)
    }

    @Test("A form is read as browsers write it, and its damage stays in its own field")
    func forms() {
        let form = FormBody.urlEncoded(bytes("a=1+2&b=%C3%A4&c=%zz&d=%4&&e&f=g=h&%FF=i")[...])
        #expect(form.map(\.name) == ["a", "b", "c", "d", "e", "f", "\u{fffd}"])
        #expect(form.map(\.value) == ["1 2", "ä", "%zz", "%4", "", "g=h", "i"])
        let many = FormBody.urlEncoded(bytes(String(repeating: "a=b&", count: 5000))[...])
        #expect(many.count == 200)
        #expect(many.allSatisfy { $0.value == "b" })
    }

    @Test("What does not fit is the same every time")
    func deterministic() {
        let members = Dictionary(uniqueKeysWithValues: (0..<500).map { ("n\($0)", Value.integer($0)) })
        var (one, other) = (SignalFields(), SignalFields())
        one.add(members)
        other.add(Dictionary(uniqueKeysWithValues: members.reversed()))
        #expect(one.all(product: "test") == other.all(product: "test"))
    }
}
