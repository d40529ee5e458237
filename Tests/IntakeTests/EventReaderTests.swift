import Intake
import OnRecord
import Sigma
import Testing

@Suite("Lines of a file become events")
struct EventReaderTests {
    private func events(
        _ text: String, _ format: EventReader.Format = .ndjson, map: FieldMap = .none, chunk size: Int = 1 << 20
    ) -> (events: [Event?], reader: EventReader) {
        var reader = EventReader(format: format, map: map, readAt: received)
        return (lines(bytes(text), chunk: size).map { reader.event(in: $0) }, reader)
    }

    private func lines(_ stream: [UInt8], chunk size: Int) -> [LineSplitter.Line] {
        var splitter = LineSplitter()
        var lines: [LineSplitter.Line] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            lines += splitter.feed(stream[start..<min(start + size, stream.count)])
        }
        return lines + [splitter.finish()].compactMap { $0 }
    }

    @Test("lines are the same however the stream is cut", arguments: 1...9)
    func chunks(size: Int) {
        let lines = lines([0xef, 0xbb, 0xbf] + bytes("a\r\n\nbc\n\r\nlast"), chunk: size)
        #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a", "", "bc", "", "last"])
        #expect(lines.map(\.number) == [0, 1, 2, 3, 4])
    }

    @Test("a line that is too long is cut and the next one is whole", arguments: [1_000, 1 << 20])
    func long(size: Int) {
        let whole = [UInt8](repeating: 0x61, count: LineSplitter.lineMax)
        let lines = lines(whole + bytes("\r\n") + whole + bytes("b\nc\n"), chunk: size)
        #expect(lines.map(\.isCut) == [false, true, false])
        #expect(lines.map(\.bytes.count) == [LineSplitter.lineMax, LineSplitter.lineMax, 1])
    }

    @Test("an event without a time is as old as the one before it, and future times are believed")
    func times() {
        let (events, _) = events(
            "{\"a\":1}\n{\"time\":\"2099-01-01T00:00:00Z\"}\n\ntext\n{\"ts\":1700000000}\n{broken")
        let future = moment("2099-01-01T00:00:00Z").milliseconds
        #expect(events.map { $0?.at } == [0, future, nil, future, 1_700_000_000_000, 1_700_000_000_000])
    }

    @Test("a line that is no JSON after all is searched as text, and the first one is remembered")
    func unparsed() {
        let (events, reader) = events("{\"a\":1}\n{\"a\":\n{}\n{\"b\"")
        #expect(reader.unparsedCount == 2)
        #expect(reader.firstUnparsed == 1)
        #expect(events[1]?.text == "{\"a\":")
        #expect(events[1]?.fields["signal"]?["state"] == "unparsed")
    }

    @Test(
        "a stream gives the same events as its lines do one by one, however it is cut", arguments: [1, 7, 100, 1 << 20])
    func streams(size: Int) {
        let long = String(repeating: "x", count: LineSplitter.lineMax + 1)
        let odd = [
            "\u{feff}{\"a\":1}", "", " \t", "{\"time\":\"2026-11-22T09:00:00Z\",\"b\":[1]}\r", "plain \r", "{broken",
            "\r",
            "\u{feff}{\"c\":1}", "{\"signal\":{\"state\":\"firing\"},\"ts\":1700000000}", "[1]",
            "{\"time\":\"2099-01-01T00:00:00Z\"}",
            "  {\"d\":null}", "{\"e\":\"\(long)\"}", "{\"time\":5,\"ts\":\"1700000001\"}", "{\"f\":1} {}",
        ]
        for (format, map) in [(EventReader.Format.ndjson, FieldMap.none), (.lines, .none), (.syslog, .none)] {
            for end in ["", "\n"] {
                let text = (odd + (0..<400).map { #"{"n":\#($0),"ts":\#(1_700_000_000 + $0)}"# } + odd).joined(
                    separator: "\n")
                let stream = bytes(text + end)
                let lines = lines(stream, chunk: 1 << 20)
                var expected = EventReader(format: format, map: map, readAt: received)
                let events = lines.compactMap { line in expected.event(in: line).map { (line.number, $0) } }
                var reader = EventReader(format: format, map: map, readAt: received)
                var found: [(Int, Event)] = []
                for start in stride(from: 0, to: stream.count, by: size) {
                    #expect(
                        reader.read(stream[start..<min(start + size, stream.count)]) {
                            found.append(($0, $1)); return true
                        })
                }
                reader.finish {
                    found.append(($0, $1)); return true
                }
                #expect(found.map(\.0) == events.map(\.0))
                #expect(found.map(\.1) == events.map(\.1))
                #expect(reader.lineCount == lines.count)
                #expect(reader.unparsedCount == expected.unparsedCount)
                #expect(reader.firstUnparsed == expected.firstUnparsed)
            }
        }
    }

    @Test("the reading stops where it is told to")
    func stops() {
        var reader = EventReader(format: .ndjson, map: .none, readAt: received)
        var lines: [Int] = []
        let isWhole = reader.read(bytes("{}\n\n{}\n{}\n")[...]) { line, _ in
            lines.append(line)
            return line < 2
        }
        #expect(!isWhole)
        #expect(lines == [0, 2])
        #expect(reader.lineCount == 3)
    }

    @Test("syslog lines and plain lines are read as such, and names are mapped")
    func formats() throws {
        let (map, _) = FieldMap.load(RuleSource(path: "m", text: "user: sd.who.name\nlogsource_category: auth"))
        let syslog = events(
            "<13>1 2026-11-22T09:00:00Z h app - - [who name=\"ada\"] hi", .syslog, map: try #require(map))
        let event = try #require(syslog.events.first ?? nil)
        #expect(event.at == moment("2026-11-22T09:00:00Z").milliseconds)
        #expect(event.fields["user"] == "ada")
        #expect(event.fields["logsource_category"] == "auth")
        #expect(event.text == "hi")
        #expect(events("{\"a\":1}", .lines).events.first??.text == "{\"a\":1}")
    }
}
