import OnRecord
import Testing

@Suite("Spans of time")
struct DurationTests {
    @Test(
        "The policy's notation is read",
        arguments: [("0s", 0), ("90s", 90), ("15m", 900), ("72h", 259_200), ("14d", 1_209_600)] as [(String, Int64)])
    func notation(text: String, seconds: Int64) {
        #expect(Duration(policy: text) == .seconds(seconds))
    }

    @Test(
        "Other notations are not",
        arguments: [
            "", "m", "15", "15 m", "1.5h", "-5m", "+5m", "5M", "5w", "1h30m", "PT5M", "1000000s", "five minutes",
        ])
    func foreignNotation(text: String) {
        #expect(Duration(policy: text) == nil)
    }

    @Test(
        "People read at most two units",
        arguments: [
            (0, "0 ms"), (640, "640 ms"), (1000, "1 s"), (59_999, "59 s"), (60_000, "1 min"), (252_000, "4 min 12 s"),
            (3_600_000, "1 h"), (7_500_000, "2 h 5 min"), (7_505_000, "2 h 5 min"), (86_400_000, "1 day"),
            (90_000_000, "1 day 1 h"), (259_200_000, "3 days"), (259_230_000, "3 days"), (-252_000, "-4 min 12 s"),
        ] as [(Int64, String)])
    func forPeople(milliseconds: Int64, text: String) {
        #expect(Duration.milliseconds(milliseconds).text == text)
    }

    @Test(
        "A promise says the largest unit that fits, and days only from four on",
        arguments: [
            (1, "1 second"), (90, "90 seconds"), (60, "1 minute"), (900, "15 minutes"), (5400, "90 minutes"),
            (3600, "1 hour"), (86_400, "24 hours"), (172_800, "48 hours"), (259_200, "72 hours"), (345_600, "4 days"),
            (604_800, "7 days"), (1_209_600, "14 days"),
        ] as [(Int64, String)])
    func promised(seconds: Int64, text: String) {
        #expect(Duration.seconds(seconds).promised == text)
    }

    @Test("Limits read as the public expects them")
    func limits() {
        #expect(Limit.elapsed(.minutes(15)).text == "15 minutes")
        #expect(Limit.businessDays(1).text == "the next business day")
        #expect(Limit.businessDays(3).text == "3 business days")
        #expect(Limit.nextMonthlyNote.text == "the next monthly note")
    }
}
