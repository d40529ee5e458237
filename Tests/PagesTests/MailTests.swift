import OnRecord
import Pages
import Testing

@Suite("Mails")
struct MailTests {
    private let customer = Customer(id: "c1", name: "Nord & Süd", mail: "admin@nord.example")
    private let link = "https://vault.example/account/reissue/i20261122-1/c1/abc"

    private func notice(_ story: Story, tokens: [Token] = []) throws -> MailText {
        let matter = NoticeMatter(policy: story.policy, incident: story.last, now: story.now)
        return try NoticeComposer(.breach, matter, templates: NoticeTemplates())
            .compose(for: customer, tokens: tokens, reissueURL: link)
    }

    @Test("a customer reads what happened, what was exposed, what was done, what to do and what is not known")
    func fiveFacts() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        let revoked = Token(id: "t1", customer: "c1", mintedAt: Story.start, revokedAt: story.now)
        let mail = try notice(story, tokens: [revoked, revoked])
        let plain = mail.plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for fact in [
            "WHAT HAPPENED Unauthorised access, first seen \(Story.start.text)",
            "WHICH DATA IT TOUCHES Within reach of others: API tokens and log data",
            "2 tokens of yours were revoked, without waiting for a person: done \(story.now.text)",
            "WHAT YOU SHOULD DO Make a new API token", link, "WHAT WE DO NOT KNOW YET - Exactly how access was gained",
            "within 72 hours of containment", "https://vault.example/trust/incidents/2026-11-22-access/",
            "reasonably certain of this incident since \(Story.start.text)", "may start your own clocks",
            "security@vault.example",
        ] { #expect(plain.contains(fact), "\(fact)") }
        let html = Markup(mail.html)
        #expect(html.complaints.isEmpty)
        #expect(html.all("a").contains { $0.attributes["href"] == link })
        #expect(html.text.contains("To Nord &amp; Süd:") && html.all("img").isEmpty)
    }

    @Test("while revocation runs the mail says that it runs, and does not claim that it is done")
    func revocationUnderWay() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        let mail = try notice(story, tokens: [Token(id: "t1", customer: "c1", mintedAt: Story.start)])
        #expect(mail.plain.contains("1 token of yours is being revoked") && !mail.plain.contains("were revoked"))
    }

    @Test("after containment the mail names the moment at which the post-mortem is due")
    func deadlineInMail() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        try story.contain()
        let due = try #require(story.last.clocks.first { $0.promise == "post-mortem" }).due
        let plain = try notice(story).plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(plain.contains("at the latest \(due.date.text) \(due.clock.prefix(5)) UTC"))
    }

    @Test("the mail that wakes somebody begins with the severity and says what fired, by when, and where to press")
    func page() throws {
        var story = try Story.atHouse()
        try story.take(.declare(eventClass: "access", severity: nil, title: "", by: .operator))
        let due = try #require(story.last.clocks.first { $0.to == .acknowledged }).due
        func mail(_ round: Int) -> MailText {
            PageMail.compose(
                policy: story.policy, incident: story.last, openingTitle: "Token used from a strange address",
                ackURL: "https://vault.example/ack/i/first/mac", roomURL: nil, round: round)
        }
        let first = mail(1)
        #expect(first.subject.hasPrefix("SEV-1: Token used from a strange address"))
        let plain = first.plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "Detected \(Story.start.text)", "Acknowledge by \(due.text)", "https://vault.example/ack/i/first/mac",
        ] {
            #expect(plain.contains(words), "\(words)")
        }
        #expect(Markup(first.html).all("a").count == 1)
        #expect(!first.plain.contains("Escalated") && mail(2).plain.contains("Escalated, call 2"))
        #expect(mail(2).subject.hasPrefix("SEV-1: call 2, still unacknowledged"))
    }

    @Test(
        "no title can put a line into a mail's header",
        arguments: ["a\r\nBcc: x@evil.example", "a\nb", "a\u{2028}b", "a\u{0}b", "a\u{85}b"])
    func headersAreOneLine(title: String) throws {
        var story = try Story.atHouse()
        try story.take(.declare(eventClass: "access", severity: nil, title: "", by: .operator))
        let mail = PageMail.compose(
            policy: story.policy, incident: story.last, openingTitle: title, ackURL: "https://vault.example/ack",
            roomURL: nil)
        let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{0}", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"]
        #expect(mail.subject.unicodeScalars.allSatisfy { !breaks.contains($0) })
    }
}
