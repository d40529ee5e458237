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
