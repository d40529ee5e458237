@testable import Intake
import OnRecord
import Sigma
import Testing

@Suite("Log lines")
struct NDJSONTests {
    @Test("Good lines count; a malformed one is reported by its number and kept")
    func malformed() {
        let reading = read("{\"status\":200}\n{\"status\":\n{\"status\":401}\n")
        #expect(reading.signals().map(\.state) == [.log, .unparsed, .log])
        #expect(reading.signals().map { $0.fields["status"] } == [200, nil, 401])
        #expect(reading.signals()[1].text == "{\"status\":")
        #expect(reading.unparsed == [NDJSON.LineProblem(line: 2, reason: "the text ends early at byte 10")])
        #expect(reading.batch.source == "edge")
        #expect(reading.batch.receivedAt == received)
    }

    @Test("Every malformed line is reported, not only the first")
    func allMalformed() {
        #expect(read("{a}\n{}\n{]}\n{\"b\":1} x\n").unparsed.map(\.line) == [1, 3, 4])
    }

    @Test("Lines may end as Windows ends them, and the last one need not end at all")
    func lineEnds() {
        let reading = read("{\"n\":1}\r\n{\"n\":2}\r\nplain\r\n{\"n\":3}")
        #expect(reading.signals().map { $0.fields["n"] } == [1, 2, nil, 3])
        #expect(reading.signals()[2].text == "plain")
        #expect(reading.unparsed.isEmpty)
    }

    @Test("Blank lines are nothing, and still count as lines")
    func blankLines() {
        let reading = read("\n  \t\n\r\n{\"n\":1}\n\n{oops\n")
        #expect(reading.signals().map(\.state) == [.log, .unparsed])
        #expect(reading.unparsed.map(\.line) == [6])
        #expect(read("").signals().isEmpty)
        #expect(read("\n\n").signals().isEmpty)
    }

    @Test("A line of the greatest length is read; a longer one is kept, cut, and reported")
    func overLong() {
        let frame = "{\"m\":\"\"}"
        let longest = "{\"m\":\"" + String(repeating: "x", count: NDJSON.lineMax - frame.utf8.count) + "\"}"
        #expect(longest.utf8.count == 65_536)
        #expect(read(longest + "\r\n").signals().map(\.state) == [.log])

        let reading = read("{}\n" + longest + " \n{}\n")
        #expect(reading.signals().map(\.state) == [.log, .unparsed, .log])
        #expect(reading.signals()[1].text?.utf8.count == 65_536)
        #expect(
            reading.unparsed == [
                NDJSON.LineProblem(line: 2, reason: "the line has 65537 bytes; at most 65536 are read")
            ])
    }

    @Test("A line that is no JSON object is a signal with its text, and no mistake")
    func plainText() {
        let reading = read("Nov 22 09:30:00 edge sshd: authentication failure\n[1,2]\n")
        #expect(reading.signals().map(\.state) == [.log, .log])
        #expect(reading.signals().map(\.fields) == [[:], [:]])
        #expect(reading.signals()[0].text == "Nov 22 09:30:00 edge sshd: authentication failure")
        #expect(reading.signals()[0].at == received)
        #expect(reading.unparsed.isEmpty)
    }

    @Test("Text that is not UTF-8 is kept as far as it can be read")
    func foreignBytes() {
        let body: [UInt8] = bytes("caf") + [0xe9] + bytes(" down\n")
        let reading = NDJSON.read(body, from: "edge", receivedAt: received)
        #expect(reading.signals().map(\.text) == ["caf\u{fffd} down"])
    }

    @Test("Indented objects are objects, and nested values stay whole")
    func objects() {
        let reading = read("  {\"http\":{\"code\":502},\"tags\":[\"a\"]}\n")
        #expect(reading.signals().first?.fields == ["http": ["code": 502], "tags": ["a"]])
        #expect(reading.signals().first?.text == nil)
    }

    @Test(
        "A line cannot speak as we do: what stands under signal is our word alone",
        arguments: [
            #"{"signal":{"state":"firing"},"n":1}"#, #"{"signal.state":"firing","n":1}"#,
            #"{"n":1,"signal":"firing","sign\u0061l\u002estate":"firing","signal.":0}"#,
        ])
    func ourWord(line: String) {
        var events: [Event] = []
        read(line).batch.forEachEvent(lines: LineReader([])) { _, _, event in events.append(event) }
        #expect(events == [Event(at: received.milliseconds, fields: ["n": 1])])
    }

    @Test("Names that only begin like ours are the sender's, and so is the source that a line names")
    func theirWords() {
        let line = #"{"signals":1,"signalled.at":2,"a":{"signal":3},"logsource_product":"nginx","Signal":4}"#
        let fields: [String: Value] = [
            "signals": 1, "signalled.at": 2, "a": ["signal": 3], "logsource_product": "nginx", "Signal": 4,
        ]
        #expect(read(line).signals().map(\.fields) == [fields])
    }

    @Test("Lines taken apart before give the same events, and are kept only where there is room for all")
    func takenApart() throws {
        let line = #"{"ts":"2026-11-22T09:30:00Z","signal":{"state":"firing"},"n":1}"#
        let body = bytes("\u{feff}" + String(repeating: line + "\nplain\n{\"broken\n\n", count: 2000))
        func events(_ reading: NDJSON.Reading, _ takenApart: LinesTakenApart?) -> [Event] {
            var events: [Event] = []
            reading.batch.forEachEvent(lines: LineReader([]), takenApart: takenApart) { index, _, event in
                #expect(index == events.count)
                events.append(event)
            }
            return events
        }
        let reading = NDJSON.read(body, from: "edge", receivedAt: received, keepingWithin: 16 << 20)
        let kept = try #require(reading.takenApart)
        #expect(kept.size > body.count)
        #expect(events(reading, kept) == events(reading, nil))
        #expect(events(reading, kept).count == 6000)

        let tight = NDJSON.read(body, from: "edge", receivedAt: received, keepingWithin: kept.size - 1)
        #expect(tight.takenApart == nil)
        #expect(tight.count == reading.count)
        #expect(read("{}").takenApart == nil)
    }

    private func read(_ body: String) -> NDJSON.Reading {
        NDJSON.read(bytes(body), from: "edge", receivedAt: received)
    }
}
