import OnRecord
import Pages
import Testing

@Suite("the console's page of credits")
struct ConsoleCreditsTests {
    private let policy = ConsoleFixtures.policy

    private static let credits = [
        Credit(
            customer: "c1", amount: 4900, currency: "EUR", reason: .fullPeriod, price: 4900,
            starts: Timestamp(rfc3339: "2026-11-01T00:00:00Z"), ends: Timestamp(rfc3339: "2026-12-01T00:00:00Z")),
        Credit(customer: "c2", amount: 1050, currency: "EUR", reason: .fullPeriod, price: 1050),
        Credit(customer: "c3", amount: 0, currency: "", reason: .noPeriod),
    ]

    private func list(_ id: String) -> CreditList {
        CreditList(
            id: id, incident: "i", at: Timestamp(rfc3339: "2026-11-22T05:00:00Z")!, count: 2, totals: ["EUR": 5950],
            without: ["no_billing_period": 1], hash: "abcdef0123456789")
    }

    private func page(_ story: ConsoleStory, progress: DeliveryCounts? = nil, refused: String? = nil) -> String {
        let list = story.incident.creditStage.list.map { self.list($0) }
        return Console.credits(
            CreditsView(
                policy: story.policy, incident: story.incident, list: list, credits: list == nil ? [] : Self.credits,
                names: ["c1": "Paper & Pine"], progress: progress, refused: refused)
        ).text
    }

    /// The playbook lists at containment.
    private func listed() throws -> ConsoleStory {
        var story = try ConsoleStory.contained()
        story.lists = [list("\(story.incident.id).credits.1")]
        return story
    }

    private func approved() throws -> ConsoleStory {
        var story = try listed()
        let list = story.lists[0]
        try story.take(.approveCredits(story.incident.id, list: list.id, hash: list.hash, by: .operator))
        return story
    }

    @Test("a list shows what it comes to, who gets what and why, and who gets nothing and why")
    func listedPage() throws {
        let page = page(try listed())
        #expect(page.contains("Waits for your approval"))
        #expect(page.contains("Paper &amp; Pine") && page.contains("49.00 EUR") && page.contains("10.50 EUR"))
        #expect(page.contains("full price of the affected period: 49.00 EUR, 2026-11-01 to 2026-12-01"))
        #expect(page.contains("no billing period is known that the incident touches"))
        #expect(page.contains("Approve 59.50 EUR"))
        #expect(page.contains("Nothing is carried out by itself."))
        #expect(page.contains("name=\"hash\" value=\"abcdef0123456789\""))
        #expect(!page.contains("Download the list"))
    }

    @Test("an approved list offers its file, the word that it is entered, and the way back")
    func approvedPage() throws {
        let page = page(try approved())
        #expect(page.contains("Approved, not yet carried out"))
        #expect(page.contains("Download the list (CSV)"))
        #expect(page.contains("All of them are entered"))
        #expect(page.contains("Withdraw it"))
        #expect(!page.contains("Approve 59.50 EUR"))
    }

    @Test("what could not be given is counted, and may be entered by hand")
    func partlyPage() throws {
        var story = try approved()
        try story.take(.enterCredits(story.incident.id, by: .operator))
        try story.settle { _ in Outcome(done: 1, failed: 1) }
        let page = page(story, progress: DeliveryCounts(pending: 0, done: 1, failed: 1))
        #expect(page.contains("1 credit could not be given"))
        #expect(page.contains("1 of 2 customers credited, 1 failed."))
        #expect(page.contains("The missing ones are entered"))
        #expect(page.contains("List again"))
    }

    @Test("when all is given nothing is left but the file")
    func grantedPage() throws {
        var story = try approved()
        try story.take(.enterCredits(story.incident.id, by: .operator))
        try story.settle { _ in Outcome(done: 2) }
        let page = page(story)
        #expect(page.contains("<h2 id=\"decision-title\">Carried out</h2>"))
        #expect(page.contains("Download the list (CSV)"))
        #expect(!page.contains("All of them are entered"))
    }

    @Test("before there is a list the page offers to make one, and a refusal is read out")
    func noList() throws {
        let page = page(try ConsoleStory.confirmed(), refused: "The scope is missing.")
        #expect(page.contains("No list yet") && page.contains("gives nobody anything"))
        #expect(page.contains("role=\"alert\"") && page.contains("The scope is missing."))
    }

    @Test("the timeline says what was approved")
    func fact() throws {
        let story = try approved()
        let sentence = FactText.sentence(try #require(story.incident.facts.last), policy: policy)
        #expect(
            sentence
                == "Credits approved: 2 customers, 59.50 EUR. List \(story.incident.id).credits.1, hash abcdef012345.")
    }
}

@Suite("the console's page of customers")
struct ConsoleCustomersTests {
    @Test("what became of a file is told row by row, with what was left unread")
    func report() {
        var report = CustomerFile.Report(customers: 2, periods: 1, broken: 1, ignoredColumns: ["phone"])
        report.problems = [CustomerFile.Problem(row: 4, reason: "mail of <c4> is odd")]
        let page = Console.customers(CustomersView(count: 5, result: .done(report, isCheck: false))).text
        #expect(page.contains("2 customers with 1 billing period."))
        #expect(page.contains("Row 4") && page.contains("mail of &lt;c4&gt; is odd"))
        #expect(page.contains("phone"))
        let check = Console.customers(CustomersView(count: 5, result: .done(report, isCheck: true))).text
        #expect(check.contains("Checked; nothing was changed"))
        #expect(Console.customers(CustomersView(count: 5, result: .refused("No."))).text.contains("No."))
    }
}
