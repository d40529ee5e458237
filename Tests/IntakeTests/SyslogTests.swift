import Intake
import OnRecord
import Sigma
import Testing

@Suite("Syslog messages")
struct SyslogTests {
    private func read(_ text: String) -> SyslogMessage? {
        SyslogMessage.read(bytes(text)[...], receivedAt: received)
    }

    private func signal(_ text: String) -> Signal {
        SyslogMessage.signal(from: bytes(text)[...], receivedAt: received)
    }

    @Test("a stream with counted frames gives its three messages")
    func fixture() throws {
        var framing = SyslogFraming()
        let frames = framing.feed(try Checkout.fixture("syslog-rfc5424-octet-counted.bin")[...])
        #expect(frames.count == 3 && framing.finish() == nil)
        let signals = frames.map { SyslogMessage.signal(from: $0.bytes[...], receivedAt: received) }

        let first = try #require(signals.first)
        #expect(first.state == .log)
        #expect(first.at == moment("2026-11-21T02:14:16.394Z"))
        #expect(first.severity == .error)
        #expect(first.text == "three failed authentications")
        #expect(first.fields["facility"] == 20)
        #expect(first.fields["severity"] == 3)
        #expect(first.fields["severity_name"] == "err")
        #expect(first.fields["hostname"] == "edge-1")
        #expect(first.fields["appname"] == "edge-proxy")
        #expect(first.fields["procid"] == "4412")
        #expect(first.fields["msgid"] == "AUTHFAIL")
        #expect(first.fields["logsource_product"] == "syslog")
        #expect(first.fields["logsource_service"] == "edge-proxy")
        #expect(first.fields["sd"]?["halyard@32473"] == ["tenant": "t_2041", "path": "/mint \"x\" ]"])
        #expect(first.fields["sd"]?["timeQuality"] == ["tzKnown": "1", "isSynced": "1"])

        #expect(signals[1].text == "")
        #expect(signals[1].fields.keys.sorted() == ["facility", "logsource_product", "severity", "severity_name"])
        #expect(signals[2].at == received)
        #expect(signals[2].text == "no timestamp, BOM-less café")
    }

    @Test(
        "the severity is a hint of the same weight",
        arguments: zip(
            0...7, [.critical, .critical, .critical, .error, .warning, .info, .info, .info] as [Signal.Severity]))
    func severity(number: Int, expected: Signal.Severity) {
        #expect(signal("<\(8 + number)>1 - - - - - - x").severity == expected)
    }

    @Test("a parameter that stands twice is a list, and a backslash before anything else is itself")
    func parameters() {
        let message = read(#"<13>1 - h a - - [origin ip="192.0.2.1" ip="192.0.2.2" path="C:\temp\\"] x"#)
        #expect(message?.structuredData == ["origin": ["ip": ["192.0.2.1", "192.0.2.2"], "path": #"C:\temp\"#]])
    }

    @Test("a parameter may stand any number of times, and takes time in proportion")
    func repeatedParameters() {
        func time(_ count: Int) -> Duration {
            let text = "<13>1 - h a - - [e \(Array(repeating: "p=\"\"", count: count).joined(separator: " "))] x"
            return ContinuousClock().measure {
                #expect(read(text)?.structuredData["e"]?["p"]?.list?.count == count)
            }
        }
        let (small, large) = (time(2_000), time(64_000))
        // 32 times the length; quadratic work would take 1,024 times as long.
        #expect(large < small * 128 + .milliseconds(500), "\(small), \(large)")
    }

    @Test("a clock ahead of ours gives way to the moment of receipt")
    func ahead() {
        #expect(signal("<13>1 2027-01-01T00:00:00Z h a - - - x").at == received)
    }

    @Test(
        "a broken header or broken structured data leaves the whole text, unparsed",
        arguments: [
            "", "no syslog at all", "<>1 - - - - - - x", "<192>1 - - - - - - x", "<1234>1 - - - - - - x", "<13",
            "<13>1 - - - -", "<13>1 yesterday h a - - - x", "<13>1 - h  a - - - x", "<13>1 - h a - - x",
            "<13>1 - h a - - -x", "<13>1 - h a - - [id x", #"<13>1 - h a - - [id a="b] x"#, "<13>1 - h a - - [] x",
            #"<13>1 - h a - - [id a=b] x"#, #"<13>1 - h a - - [id a="b"]x"#, #"<13>1 - h a - - [id][id] x"#,
        ])
    func broken(text: String) {
        #expect(signal(text) == Signal(state: .unparsed, at: received, fields: [:], text: text))
    }

    @Test(
        "older messages are read as far as they go",
        arguments: [
            ("<34>Nov 21 22:14:15 edge-1 su[42]: 'su root' failed", "2026-11-21T22:14:15Z", "edge-1", "su", "42"),
            ("<34>Nov  1 02:03:04 edge-1 su: failed", "2026-11-01T02:03:04Z", "edge-1", "su", nil),
            ("<34>Dec 24 02:03:04 edge-1 su: failed", "2025-12-24T02:03:04Z", "edge-1", "su", nil),
            ("<34>Nov 21 22:14:15 su: failed", "2026-11-21T22:14:15Z", nil, "su", nil),
            ("Nov 21 22:14:15 edge-1 su: failed", "2026-11-21T22:14:15Z", "edge-1", "su", nil),
            ("2026-11-21T23:14:15.5+01:00 edge-1 su: failed", "2026-11-21T22:14:15.5Z", "edge-1", "su", nil),
            ("<34>su: failed", "2026-11-22T09:30:00Z", nil, "su", nil),
            ("<34>just words", "2026-11-22T09:30:00Z", nil, nil, nil),
        ] as [(String, String, String?, String?, String?)])
    func traditional(text: String, at: String, host: String?, app: String?, process: String?) {
        let signal = signal(text)
        #expect(signal.state == .log)
        #expect(signal.at == moment(at))
        #expect(signal.fields["hostname"]?.string == host)
        #expect(signal.fields["appname"]?.string == app)
        #expect(signal.fields["procid"]?.string == process)
        #expect(signal.fields["facility"]?.integer == (text.hasPrefix("<") ? 4 : nil))
        #expect(signal.text?.hasSuffix(app == nil ? "just words" : "failed") == true)
    }

    @Test("bytes that are no UTF-8 are repaired, and a byte order mark is dropped")
    func encoding() {
        let message = bytes("<13>1 - h a - - - ") + [0xef, 0xbb, 0xbf, 0x61, 0xff]
        #expect(SyslogMessage.read(message[...], receivedAt: received)?.text == "a\u{fffd}")
    }
}
