import Testing

@testable import Courier

@Suite("The date of a mail")
struct MailDateTests {
    @Test(
        "is written in UTC with its weekday",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (951_782_399_999, "Mon, 28 Feb 2000 23:59:59 +0000"),
            (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_798_761_599_000, "Thu, 31 Dec 2026 23:59:59 +0000"),
            (MailDate.millisecondsMax, "Fri, 31 Dec 9999 23:59:59 +0000"),
        ] as [(Int64, String)])
    func dateText(milliseconds: Int64, expected: String) {
        #expect(MailDate.text(milliseconds: milliseconds) == expected)
    }
}
