import Foundation
import OnRecord
import Pages
import Testing

@Suite("the console's pages")
struct ConsolePageTests {
    private let policy = ConsoleFixtures.policy

    private func home(_ state: State, catcherRuns: Bool = false, now: Timestamp) -> String {
        Console.home(
            ConsoleView(
                policy: policy, state: state, publicSite: "http://public.example:8080", catcherRuns: catcherRuns,
                now: now)
        ).text
    }

    private func pages() throws -> [String] {
        let story = try ConsoleStory.published()
        let mail = CaughtMailView(
            id: "1", at: story.now, from: "a", to: "b", subject: "c", plain: "d", html: "<p>e</p>")
        let room = RoomView(
            policy: policy, incident: story.incident, documents: story.documents, alerts: story.alerts, counts: [:],
            publicSite: "http://public.example", now: story.now)
        return [
            home(story.state, now: story.now), Console.room(room).text, Console.login(message: "No.").text,
            Console.declare(policy).text, Console.mailbox([mail]).text, Console.mail(mail).text,
            Console.credits(CreditsView(policy: policy, incident: story.incident)).text,
            Console.customers(CustomersView(count: 3)).text,
            Console.deliveries(DeliveriesView(policy: policy, incident: story.incident, batches: [], now: story.now))
                .text,
        ]
    }

    @Test("the hashes given to browsers are those of the inline script and style sheet")
    func hashesMatch() throws {
        for page in try pages() {
            let styles = page.between("<style>", "</style>")
            let scripts = page.between("<script>", "</script>")
            #expect(styles.map(hash) == [Console.styleHash])
            #expect(scripts.isEmpty || scripts.map(hash) == [Console.scriptHash])
        }
        #expect(Console.contentSecurityPolicy.contains("script-src 'sha256-\(Console.scriptHash)'"))
    }

    @Test("no page has a style or event attribute, or loads anything")
    func strictPages() throws {
        for page in try pages() {
            #expect(page.firstMatch(of: /<[a-z][^>]*\s(style|on[a-z]+)=/) == nil)
            #expect(page.firstMatch(of: /<(link|img|script|iframe)[^>]*\s(src|href)="(?!data:)/) == nil)
        }
    }

    @Test("only live pages carry the script")
    func scriptOnlyWhereItServes() throws {
        #expect(
            try pages().map { $0.contains("<script>") } == [true, true] + Array(repeating: false, count: 6) + [true])
    }

    @Test("a quiet house says so, and offers to declare")
    func quietHome() {
        let page = home(State(), now: Timestamp(milliseconds: 0))
        #expect(page.contains("<h1>All quiet.</h1>"))
        #expect(page.contains("href=\"/declare\""))
        #expect(!page.contains("href=\"/mail\""))
    }

    @Test("an open incident stands first with its state, its clock and the way into its room")
    func openHome() throws {
        let story = try ConsoleStory.detected()
        let page = home(story.state, catcherRuns: true, now: story.now)
        #expect(page.contains("Nobody has acknowledged it yet"))
        #expect(page.contains("5 min left"))
        #expect(page.contains("href=\"/incidents/i20261122-1\">Room: acknowledge</a>"))
        #expect(page.contains("href=\"/mail\""))
    }

    @Test("a missed promise is named on the first page, not only counted")
    func missedPromiseIsNamed() throws {
        var story = try ConsoleStory.detected()
        try story.take(.tick, after: .minutes(6))
        let page = home(story.state, now: story.now)
        let folded = try #require(page.firstRange(of: "All 7 promises"))
        #expect(page[..<folded.lowerBound].contains("<p>We acknowledge within 5 minutes.</p>"))
        #expect(page.contains("<span class=\"bad\">1 missed</span>"))
    }

    @Test("a report shows its text as text and takes one of the three answers")
    func reportPage() throws {
        var story = ConsoleStory(policy)
        try story.take(.receiveReport(text: "<script>alert(1)</script>"))
        let report = story.state.allReports[0]
        let page = Console.report(
            ReportView(policy: policy, report: report, documents: story.documents, now: story.now)
        ).text
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.contains("action=\"/reports/\(report.id)/answer\""))
        for outcome in ReportOutcome.allCases { #expect(page.contains("value=\"\(outcome.rawValue)\"")) }
        #expect(page.contains("Reports are answered in 3 business days."))
    }

    @Test("a caught mail's HTML stands in a frame that runs no script, and its plain links can be followed")
    func caughtMail() {
        let mail = CaughtMailView(
            id: "1", at: Timestamp(milliseconds: 0), from: "a@vault.example", to: "b@vault.example",
            subject: "<b>Hi</b>",
            plain: "Acknowledge: http://public.example/ack/1?a=b&c=d.", html: "<script>alert(\"1\")</script>")
        let page = Console.mail(mail).text
        #expect(page.contains("<h1>&lt;b&gt;Hi&lt;/b&gt;</h1>"))
        #expect(page.contains("href=\"http://public.example/ack/1?a=b&amp;c=d\""))
        #expect(page.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""))
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\"></iframe>"))
        #expect(page.contains("default-src &#39;none&#39;"))
        #expect(!page.contains("<script>"))
    }

    @Test("deliveries say who was told, when, and what the server answered")
    func deliveries() throws {
        let story = try ConsoleStory.published()
        let delivery = Delivery(
            effect: "e", purpose: "p", member: "c1", state: .failed, attempts: 5, at: story.now,
            detail: "550 no such mailbox")
        let batch = DeliveriesView.Batch(
            task: .notifyCustomers(audience: "a"), counts: DeliveryCounts(pending: 1, done: 2, failed: 1),
            deliveries: [delivery])
        let page = Console.deliveries(
            DeliveriesView(
                policy: policy, incident: story.incident, batches: [batch], names: ["c1": "Paper & Pine"],
                now: story.now)
        ).text
        #expect(page.contains("2 of 4 customers mailed, 1 failed"))
        #expect(page.contains("Paper &amp; Pine"))
        #expect(page.contains("Failed after 5 tries"))
        #expect(page.contains("550 no such mailbox"))
        #expect(page.contains("3 more are not listed here."))
    }

    private func hash(_ text: Substring) -> String {
        let hex = Array(sha256Hex(Array(text.utf8)))
        let bytes = stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(String(hex[$0...$0 + 1]), radix: 16) }
        return Data(bytes).base64EncodedString()
    }
}

extension String {
    /// What stands between two marks, each time.
    func between(_ open: String, _ close: String) -> [Substring] {
        ranges(of: open).compactMap { start in
            self[start.upperBound...].firstRange(of: close).map { self[start.upperBound..<$0.lowerBound] }
        }
    }
}
