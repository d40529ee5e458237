@testable import OnRecord
import Pages
import Testing

@Suite("Subscribing, as pages")
struct SubscribePagesTests {
    private func markup(_ bytes: [UInt8]) -> Markup { Markup(String(decoding: bytes, as: UTF8.self)) }

    private func reader(_ subscription: Subscription = Subscription()) throws -> Subscriber {
        var chance = SystemRandomNumberGenerator()
        return try Subscriber(
            requesting: subscription, to: "ada&bob@reader.example", at: Story.start, random: &chance)
    }

    @Test("the form asks for address, kinds and pace with a label each, and sends them to where it stands")
    func form() throws {
        let page = markup(SubscribePages.form(try House.policy()))
        #expect(page.complaints.isEmpty && page.all("h1").count == 1)
        #expect(page.all("form").map { $0.attributes["action"] } == ["/trust/subscribe"])
        let inputs = page.all("input")
        #expect(inputs.first?.attributes["type"] == "email" && inputs.first?.attributes["required"] != nil)
        #expect(inputs.count { $0.attributes["name"] == "topic" } == 4)
        #expect(inputs.count { $0.attributes["name"] == "pace" } == 2)
        // One for the address, and one around each choice.
        #expect(page.all("label").count == inputs.count)
        // A single service is nothing to choose from.
        #expect(!inputs.contains { $0.attributes["name"] == "service" })
    }

    @Test("a refused form comes back with what was typed and what to correct")
    func refused() throws {
        let draft = SubscribePages.Draft(
            mail: "ada@<reader>", subscription: Subscription(topics: [.notes], pace: .daily))
        let page = markup(SubscribePages.form(try House.policy(), message: "Correct it.", draft: draft))
        #expect(page.complaints.isEmpty && page.text.contains("Correct it."))
        #expect(page.all("input").first?.attributes["value"] == "ada@&lt;reader&gt;")
        let checked = page.all("input").filter { $0.attributes["checked"] != nil }.map { $0.attributes["value"] }
        #expect(checked == ["notes", "daily"])
    }

    @Test("the pages behind links nest, are not indexed and act by buttons alone")
    func privatePages() throws {
        let policy = try House.policy()
        let reader = try reader()
        let pages = [
            SubscribePages.confirm(reader, policy: policy),
            SubscribePages.confirmed(reader, policy: policy, managePath: "/u/abc"),
            SubscribePages.manage(reader, policy: policy, path: "/u/abc", isChanged: true),
            SubscribePages.unsubscribed(policy), SubscribePages.unknown(policy), SubscribePages.asked(policy),
        ].map(markup)
        for page in pages {
            #expect(page.complaints.isEmpty && page.all("h1").count == 1)
            #expect(page.all("meta").contains { $0.attributes["content"] == "noindex" })
            #expect(page.all("form").allSatisfy { $0.attributes["method"] == "post" })
        }
        #expect(pages[0].all("button").count == 1)
        #expect(pages[2].all("form").map { $0.attributes["action"] } == ["/u/abc", "/u/abc/choices"])
    }

    @Test("the mail to confirm names what was asked for and the one link, and promises nothing else")
    func confirmation() throws {
        let mail = SubscriberMail.confirmation(
            policy: try House.policy(), subscriber: try reader(Subscription(topics: [.incidents], pace: .daily)),
            link: "https://vault.example/trust/subscribe/s1/abc")
        let plain = mail.plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "write to this address about: incidents. For all services, in one mail a day.",
            "https://vault.example/trust/subscribe/s1/abc", "Opening it does nothing yet", "we forget this address",
        ] { #expect(plain.contains(words), "\(words)") }
        #expect(Markup(mail.html).complaints.isEmpty && Markup(mail.html).all("a").count == 1)
    }

    @Test(
        "each kind of news says what happened, links to the page, and says how to leave; the thread keeps its subject")
    func news() throws {
        let story = try Story.corrected()
        let bulletins = story.last.facts.compactMap { Bulletin($0, of: story.last) }
        let link = "https://vault.example/u/abc"
        let mails = try bulletins.enumerated().map { index, bulletin in
            try #require(
                SubscriberMail.news(
                    policy: story.policy, incident: story.last, bulletin: bulletin, documents: story.documents,
                    isFirst: index == 0, link: link, madeAt: story.now))
        }
        let page = "https://vault.example/trust/incidents/2026-11-22-access/"
        for mail in mails {
            #expect(mail.plain.contains(page) && mail.plain.contains(link))
            #expect(Markup(mail.html).complaints.isEmpty)
        }
        let subject = "Example Vault: Unauthorised access, 22 November 2026"
        #expect(mails[0].subject == subject && mails.dropFirst().allSatisfy { $0.subject == "Re: \(subject)" })
        #expect(mails[0].plain.contains("Incident confirmed") && mails[0].plain.contains("Data plane"))
        let correction = try #require(bulletins.firstIndex { $0.event == .correction })
        #expect(mails[correction].plain.contains("It was used 14 times, not 12."))
        let account = try #require(bulletins.firstIndex { $0.event == .postMortem })
        #expect(mails[account].plain.contains("- What happened"))
    }

    @Test("a digest tells the day's news by incident, once")
    func digest() throws {
        let story = try Story.corrected()
        let bulletins = story.last.facts.compactMap { Bulletin($0, of: story.last) }
        let mail = SubscriberMail.digest(
            policy: story.policy, bulletins: bulletins, incidents: [story.last.id: story.last],
            documents: story.documents, link: "https://vault.example/u/abc", until: story.now)
        #expect(mail.subject.contains("news of 1 incident"))
        #expect(Markup(mail.html).complaints.isEmpty && Markup(mail.html).all("h2").count == 1)
        #expect(mail.plain.contains("It was used 14 times, not 12.") && mail.plain.contains("/u/abc"))
    }

    @Test("a withheld text is not told by mail either")
    func withheld() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        try story.update("A text that had to go.")
        let bulletin = try #require(story.last.facts.compactMap { Bulletin($0, of: story.last) }.last)
        let mail = try #require(
            SubscriberMail.news(
                policy: story.policy, incident: story.last, bulletin: bulletin, documents: [:], isFirst: false,
                link: "https://vault.example/u/abc", madeAt: story.now))
        #expect(mail.plain.contains("withheld") && !mail.plain.contains("had to go"))
    }
}
