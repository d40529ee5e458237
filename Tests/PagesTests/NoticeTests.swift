import OnRecord
import Pages
import Testing

@Suite("Notices")
struct NoticeTests {
    private func mail(_ kind: NoticeForm, _ matter: NoticeMatter, _ language: Language = .english, tokens: [Token] = [])
        throws -> MailText
    {
        try NoticeComposer.shipped(kind, matter).compose(
            for: Reader.nord(language), tokens: tokens, reissueURL: Reader.link)
    }

    // MARK: - What they say

    @Test("a processor's notice holds what its customer needs for an own filing, and since when we know")
    func processor() throws {
        let text = try mail(.breach, .breach(assessment: .processor)).flat
        for fact in [
            "IF YOU HAVE DUTIES OF YOUR OWN We have been reasonably certain of this incident since 2026-11-22",
            "may start your own clocks", "Nature of the breach: Confidentiality (others read it, or could): lost",
            "Availability (it was lost or out of reach): not yet known", "Approximate number of people: about 1,200",
            "Approximate number of records: not yet known; we will update you by 2026-11-25",
            "Likely consequences: not yet known", "security@vault.example",
        ] { #expect(text.contains(fact), "\(fact)") }
    }

    @Test("where we decide about the data, no clocks of the reader are spoken of and the gaps are named all the same")
    func controller() throws {
        let text = try mail(.breach, .breach(assessment: .ransomware)).flat
        #expect(!text.contains("your own clocks"))
        #expect(text.contains("WHAT WE DO NOT KNOW YET") && text.contains("Likely consequences: not yet known"))
    }

    @Test("data that was lost and not read is not called exposed")
    func availabilityOnly() throws {
        let text = try mail(.breach, .breach(assessment: .ransomware)).flat
        #expect(text.contains("Nothing shows that anybody read it. Some or all of it was lost or out of reach."))
        #expect(!text.contains("Within reach of others"))
    }

    @Test("an incident without personal data asks for no numbers of people")
    func tokensOnly() throws {
        let text = try mail(.breach, .breach()).flat
        #expect(!text.contains("number of people") && !text.contains("Likely consequences"))
        #expect(text.contains("Make a new token: \(Reader.link)"))
    }

    @Test("what people state replaces what was derived, and “unknown” takes it back")
    func statedWins() throws {
        let matter = try NoticeMatter.breach(
            assessment: .processor,
            stated: [
                "subject_count": "1,350, counted again", "likely_consequences": "Phishing.", "breach_nature": "Unknown",
            ])
        let text = try mail(.breach, matter).flat
        #expect(text.contains("Approximate number of people: 1,350, counted again"))
        #expect(text.contains("WHAT MAY FOLLOW FROM IT Phishing."))
        #expect(text.contains("Nature of the breach: not yet known"))
    }

    @Test("the people concerned get a message of its own in plain words, with every heading of Art. 34(2)")
    func peopleConcerned() throws {
        var matter = try NoticeMatter.breach(assessment: .ransomware)
        matter.stated["likely_consequences"] = "Somebody may write to you and pretend to be us."
        let demand = NoticeDemand(
            duty: "eu-gdpr-34-1", citation: "GDPR Art. 34", contents: NoticeForm.peopleConcerned.contents)
        let notice = try NoticeComposer.shipped(.peopleConcerned, matter, demand: demand)
        let text = notice.compose(for: Reader.nord()).flat
        for part in [
            "WHAT HAPPENED", "WHICH DATA IT IS ABOUT", "WHAT IT MAY MEAN FOR YOU Somebody may write to you",
            "WHAT WE HAVE DONE", "WHAT YOU CAN DO", "WHO ANSWERS YOUR QUESTIONS Example Vault, security@vault.example",
            "We owe you this message under GDPR Art. 34.",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(notice.compose(for: Reader.nord(.german)).flat.contains("DSGVO Art. 34"))
    }

    @Test("an update names what changed since the last message, and what is still open")
    func update() throws {
        var matter = try NoticeMatter.breach(assessment: .processor)
        let first = Particulars(of: matter, in: .english)
        let contents = Dictionary(
            uniqueKeysWithValues: ContentKey.allCases.compactMap { key in first.text(key).map { (key.rawValue, $0) } })
        matter.earlier = [EarlierFiling(at: matter.now, contents: contents)]
        matter.stated = ["subject_count": "1,350", "cause": "A token stood in a build log."]
        let text = try mail(.update, matter).flat
        #expect(
            text.contains(
                "- Approximate number of people: 1,350 - Cause, as far as known: A token stood in a build log"))
        #expect(!text.contains("Contact point:"))
        #expect(text.contains("Likely consequences: not yet known"))
    }

    @Test("the report holds the post-mortem in its own parts, its follow-ups, and what it still lacks")
    func report() throws {
        let story = try Story.corrected()
        var matter = NoticeMatter(policy: story.policy, incident: story.last, now: story.now)
        matter.postMortem = story.last.postMortem.flatMap { story.documents[$0.document] }
        let mail = try NoticeComposer.shipped(.report, matter).compose(for: Reader.nord())
        let text = mail.flat
        #expect(text.contains("WHAT HAPPENED A **stolen** token was used 12 times."))
        #expect(mail.html.contains("A <strong>stolen</strong> token was used 12 times."))
        #expect(text.contains("WHY IT HAPPENED It stood in a build log."))
        #expect(text.contains("Mask tokens in build logs (Platform, by 2026-11-20)"))
        #expect(mail.subject == "Example Vault: report on the incident of 2026-11-22 (\(story.last.id))")
    }

    @Test("without a post-mortem the report is drafted from the facts and says what is not known")
    func reportFromFacts() throws {
        let text = try mail(.report, .breach(contained: true)).flat
        #expect(text.contains("TIMELINE - 2026-11-22 09:30:05 UTC: first sign seen"))
        #expect(text.contains("ROOT CAUSE not yet known; we will update you by"))
        #expect(text.contains("WHAT THIS REPORT DOES NOT HOLD YET") && text.contains("- Root cause"))
    }

    @Test("a changelog entry is Markdown for nobody in particular, and claims nothing about data that is not so")
    func changelog() throws {
        var story = try Story.atHouse()
        try story.take(.declare(eventClass: "slow", severity: nil, title: "", by: .operator))
        let id = story.last.id
        try story.take(.acknowledge(id, by: .responder("first")), after: .seconds(60))
        let quiet = ScopeSelection(customers: [], tokens: [], data: [], services: ["proxy"])
        try story.take(.setScope(id, quiet, by: .operator))
        try story.take(.reach(id, .contained, at: nil, by: .operator), after: .seconds(900))
        try story.take(.reach(id, .resolved, at: nil, by: .operator), after: .seconds(60))
        let matter = NoticeMatter(policy: story.policy, incident: story.last, now: story.now)
        let entry = try NoticeComposer.shipped(.changelog, matter).markdown()
        #expect(entry.hasPrefix("# Degraded service, 2026-11-22\n"))
        #expect(entry.contains("It concerns: Data plane.") && entry.contains("No customer data was touched."))
        #expect(try !NoticeComposer.shipped(.changelog, .breach()).markdown().contains("No customer data"))
    }

    // MARK: - How they look

    @Test(
        "every kind says the same in both languages: block for block, button for button", arguments: NoticeForm.allCases
    )
    func bothLanguages(kind: NoticeForm) throws {
        for matter in [try NoticeMatter.breach(), try .breach(contained: true, assessment: .processor)] {
            let english = Markup(try mail(kind, matter).html)
            let german = Markup(try mail(kind, matter, .german).html)
            #expect(english.elements.map(\.name) == german.elements.map(\.name))
            #expect(german.all("html").first?.attributes["lang"] == "de")
            let links = { (markup: Markup) in markup.all("a").map { $0.attributes["href"] } }
            #expect(links(english) == links(german))
        }
    }

    @Test("no English sentence of ours is left in a German notice", arguments: NoticeForm.allCases)
    func noMixture(kind: NoticeForm) throws {
        let text = try mail(kind, .breach(contained: true, assessment: .processor), .german).flat.lowercased()
        for word in [" the ", " we ", " you ", " not yet ", " known ", " update ", " and "] {
            #expect(!text.contains(word), "“\(word)” in: \(text)")
        }
    }

    @Test("plain text is at most 72 columns wide, but for addresses", arguments: NoticeForm.allCases, Language.allCases)
    func narrow(kind: NoticeForm, language: Language) throws {
        let matter = try NoticeMatter.breach(
            contained: true, assessment: .processor, impact: String(repeating: "Zählung ", count: 40))
        let tokens = (1...12).map { Token(id: "t\($0)", customer: "c1", mintedAt: Story.start) }
        let lines = try mail(kind, matter, language, tokens: tokens).plain.split(separator: "\n")
        #expect(lines.count > 10)
        #expect(lines.filter { $0.count > 72 && !$0.hasPrefix("https://") } == [])
    }

    @Test("markup is sound and loads nothing from elsewhere", arguments: NoticeForm.allCases, Language.allCases)
    func soundMarkup(kind: NoticeForm, language: Language) throws {
        let html = try mail(kind, .breach(contained: true, assessment: .processor), language).html
        #expect(Markup(html).complaints == [])
        #expect(Markup(html).all("img").isEmpty && !html.contains("url(") && !html.contains("{{"))
    }

    @Test("no placeholder is ever left behind", arguments: NoticeForm.allCases, Language.allCases)
    func nothingLeftOver(kind: NoticeForm, language: Language) throws {
        let text = try mail(kind, .breach(assessment: .processor), language)
        for part in [text.subject, text.plain, text.html] {
            #expect(part.unicodeScalars.allSatisfy { $0.value < 0xF0000 } && !part.contains("{{"))
        }
    }

    // MARK: - What cannot get in

    @Test(
        "a customer's name stays a name",
        arguments: [
            "<script>alert(1)</script>", "**[Pay here](https://evil.example)**", "{{reissue_link}}", "a\u{F0002}b",
            "Nord\r\nBcc: x@evil.example", "\u{2028}x",
        ])
    func hostileName(name: String) throws {
        let customer = Customer(id: "c1", name: name, mail: "a@b.example")
        let mail = try NoticeComposer.shipped(.breach, .breach()).compose(for: customer, reissueURL: Reader.link)
        let markup = Markup(mail.html)
        #expect(markup.complaints == [] && markup.all("script").isEmpty)
        #expect(
            markup.all("a").compactMap { $0.attributes["href"] }.allSatisfy { $0.hasPrefix("https://vault.example/") })
        #expect(mail.plain.components(Reader.link) == 1)
        #expect(!mail.subject.contains { $0.isNewline })
    }

    @Test("a stated fact cannot open a button, a section of the template or another heading of ours")
    func hostileFact() throws {
        let matter = try NoticeMatter.breach(
            assessment: .processor,
            stated: [
                "likely_consequences": "# Big\n\n**[Pay](https://evil.example)**\n\n{{customer}}\n\n<b>x</b>",
                "subject_count": "5\n\n## Pay now",
            ])
        let mail = try mail(.breach, matter)
        let markup = Markup(mail.html)
        #expect(markup.complaints == [] && markup.all("h1").count == 1 && markup.all("b").isEmpty)
        #expect(markup.text.contains("{{customer}}") && !mail.plain.contains("PAY NOW"))
        let button = markup.all("a").filter { $0.attributes["style"]?.contains("inline-block") == true }
        #expect(button.map { $0.attributes["href"] } == [Reader.link])
    }

    @Test("a name in a subject cannot break the header")
    func nameInSubject() throws {
        let own = TemplateSource(
            path: "breach-notice.en.mustache", text: "Subject: For {{customer}}\n\n# Notice\n\n{{what_happened}}\n")
        let notice = try NoticeComposer(.breach, .breach(), templates: NoticeTemplates([own]))
        let mail = notice.compose(for: Customer(id: "c", name: "A\r\nBcc: x@evil.example", mail: "a@b.example"))
        #expect(mail.subject == "For A Bcc: x@evil.example")
    }
}

extension String {
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
