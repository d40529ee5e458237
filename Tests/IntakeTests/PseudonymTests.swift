import Intake
import OnRecord
import Sigma
import Testing

@Suite("Pseudonyms stand in for what a policy names")
struct PseudonymTests {
    private let pseudonyms = Pseudonyms(fields: ["remote_addr", "client.session_id", "ids"], key: Array(0..<32))

    private func redact(_ text: String) -> String {
        String(decoding: Redactor(pseudonyms: pseudonyms).redact(bytes(text)), as: UTF8.self)
    }

    @Test("equal values get equal ones, and another key gives others")
    func stable() {
        let name = pseudonyms.pseudonym(of: "203.0.113.7")
        #expect(name == "pseu_9df8158b5794e6e827f0d42e6fcc4669")
        #expect(name == pseudonyms.pseudonym(of: "203.0.113.7"))
        #expect(name != pseudonyms.pseudonym(of: "203.0.113.8"))
        #expect(name != Pseudonyms(fields: [], key: Array(1..<33)).pseudonym(of: "203.0.113.7"))
        #expect(pseudonyms.pseudonym(of: name) == name)
    }

    @Test("members of JSON are found by their path, and the rest stays to the byte")
    func bytesOfJSON() {
        let a = pseudonyms.pseudonym(of: "203.0.113.7")
        let s = pseudonyms.pseudonym(of: "42")
        #expect(
            redact(#"{"remote_addr": "203.0.113.7","n":1.50,"client":{"session_id":42,"remote_addr":"x"}}"#)
                == #"{"remote_addr": "\#(a)","n":1.50,"client":{"session_id":"\#(s)","remote_addr":"x"}}"#)
        #expect(
            redact(#"{"ids":["203.0.113.7",true,42],"client.session_id":"42"}"#)
                == #"{"ids":["\#(a)",true,"\#(s)"],"client.session_id":"\#(s)"}"#)
        #expect(
            redact("{\"client\":{\"x\n{\"remote\\u005faddr\":\"203.0.113.7\"}\ntext")
                == "{\"client\":{\"x\n{\"remote\\u005faddr\":\"\(a)\"}\ntext")
        #expect(redact(#"{"other":"203.0.113.7"}"#) == #"{"other":"203.0.113.7"}"#)
    }

    @Test("names of any length cost no more than the fields are long, in values and in bytes")
    func longNames() {
        func time(_ redact: () -> Void) -> Duration { ContinuousClock().measure(redact) }
        let name = String(repeating: "n", count: 2 << 20)
        let members = Dictionary(uniqueKeysWithValues: (0..<20_000).map { ("m\($0)", Value.integer(1)) })
        let short = time { _ = Redactor(pseudonyms: pseudonyms).redact(["n": .map(members)]) }
        for redactor in [Redactor(), Redactor(pseudonyms: pseudonyms)] {
            // A path of two MiB for each of the members would have to write 40 GiB.
            let long = time { _ = redactor.redact([name: .map(members)]) }
            #expect(long < short * 16 + .seconds(3), "\(short), \(long)")
        }
        let value = #"{"m":[\#(Array(repeating: "1", count: 20_000).joined(separator: ","))]}"#
        let first = time { _ = redact(#"{"n":\#(value)}"#) }
        let long = time { _ = redact(#"{"\#(name)":\#(value)}"#) }
        #expect(long < first * 16 + .seconds(3), "\(first), \(long)")
    }

    @Test("of very many values that get a stand-in, the longest 64 are sought in the texts beside")
    func manyValues() {
        let values = (10..<110).map { "user-\($0)" } + (10..<40).map { "longer-user-\($0)" }
        let signal = Signal(
            state: .log, at: received, fields: ["ids": .list(values.map(Value.string))],
            text: values.joined(separator: " "))
        let words = Redactor(pseudonyms: pseudonyms).redact(signal).text?.split(separator: " ") ?? []
        #expect(words.count == values.count)
        #expect(words.filter { $0.hasPrefix(Pseudonyms.prefix) }.count == 64)
        #expect(words.suffix(30).allSatisfy { $0.hasPrefix(Pseudonyms.prefix) })
    }

    @Test("a signal's texts name the stand-in where its fields do, so that rules still group")
    func signals() {
        let a = pseudonyms.pseudonym(of: "203.0.113.7")
        let signal = Signal(
            state: .log, at: received, fields: ["remote_addr": "203.0.113.7", "client": ["session_id": 42], "n": 42],
            text: "203.0.113.7 asked")
        let redacted = Redactor(pseudonyms: pseudonyms).redact(signal)
        #expect(redacted.fields["remote_addr"]?.string == a)
        #expect(redacted.fields["client"]?["session_id"]?.string == pseudonyms.pseudonym(of: "42"))
        #expect(redacted.fields["n"] == 42)
        #expect(redacted.text == "\(a) asked")
        #expect(Redactor(pseudonyms: pseudonyms).redact(redacted) == redacted)
    }
}
