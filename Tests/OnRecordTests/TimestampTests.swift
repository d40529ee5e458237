import OnRecord
import Testing

@Suite("Moments")
struct TimestampTests {
    @Test(
        "RFC 3339 is read and written",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-22T09:30:05Z", 1_795_339_805_000),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("1969-12-31T23:59:59Z", -1000),
            ("1600-02-29T00:00:00Z", -11_670_998_400_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ] as [(String, Int64)])
    func bothWays(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(
        "An offset is taken off, whichever way it points",
        arguments: [
            "2026-11-22T10:30:05+01:00", "2026-11-22T04:00:05-05:30", "2026-11-23T08:30:05+23:00",
            "2026-11-21T23:30:05-10:00", "2026-11-22T09:30:05-00:00", "2026-11-22T10:30:05+0100",
            "2026-11-22t09:30:05z", "2026-11-22 09:30:05Z",
        ])
    func offsets(text: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == "2026-11-22T09:30:05Z")
    }

    @Test(
        "A fraction is kept to the millisecond",
        arguments: [
            (".5", 500), (".05", 50), (".005", 5), (".0005", 0), (".999999999", 999), (".120", 120), (".1", 100),
        ] as [(String, Int64)])
    func fractions(fraction: String, milliseconds: Int64) {
        let whole = Timestamp(milliseconds: 1_795_339_805_000)
        #expect(Timestamp(rfc3339: "2026-11-22T09:30:05\(fraction)Z") == whole + .milliseconds(milliseconds))
        #expect((whole + .milliseconds(milliseconds)).rfc3339 == "2026-11-22T09:30:05Z")
    }

    @Test("Before 1970 a fraction still counts forward")
    func fractionBeforeTheEpoch() {
        #expect(Timestamp(rfc3339: "1969-12-31T23:59:59.999Z")?.milliseconds == -1)
        #expect(Timestamp(milliseconds: -1).fields.millisecond == 999)
        #expect(Timestamp(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59Z")
    }

    @Test("A leap second is the first of the next minute")
    func leapSecond() {
        #expect(Timestamp(rfc3339: "2016-12-31T23:59:60Z")?.rfc3339 == "2017-01-01T00:00:00Z")
    }

    @Test(
        "Anything else is no moment",
        arguments: [
            "", "2026-11-22", "2026-11-22T09:30:05", "2026-11-22T09:30Z", "2026-11-22T09:30:05.Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z",
            "2026-11-00T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:30:61Z",
            "2026-11-22T09:30:05+24:00", "2026-11-22T09:30:05+01:60", "2026-11-22T09:30:05+1:00",
            "2026-11-22T09:30:05Zx",
            " 2026-11-22T09:30:05Z", "26-11-22T09:30:05Z", "2026/11/22T09:30:05Z", "+026-11-22T09:30:05Z",
            "2026-11-22T09:30:05,5Z", "２０２６-11-22T09:30:05Z",
        ])
    func rejects(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("People, feeds and timelines each get their form")
    func forms() {
        let one = moment("2026-11-02T09:03:05Z")
        #expect(one.text == "2026-11-02 09:03:05 UTC")
        #expect(one.clock == "09:03:05")
        #expect(one.rfc822 == "Mon, 02 Nov 2026 09:03:05 GMT")
    }
}
