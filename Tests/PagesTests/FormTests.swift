import OnRecord
import Pages
import Testing

@Suite("Public forms")
struct FormTests {
    private func markup(_ bytes: [UInt8]) -> Markup { Markup(String(decoding: bytes, as: UTF8.self)) }

    @Test("looking acknowledges nothing: one form, one button, and none once somebody is on it")
    func acknowledge() throws {
        let policy = try House.policy()
        let page = markup(
            PublicForms.acknowledge(
                incidentTitle: "Token <stolen>", severity: "SEV-1", detectedAt: Story.start, alreadyAcknowledgedAt: nil,
                policy: policy))
        #expect(page.complaints.isEmpty)
        #expect(page.all("form").map { $0.attributes["method"] } == ["post"] && page.all("button").count == 1)
        let late = markup(
            PublicForms.acknowledge(
                incidentTitle: "Token", severity: "SEV-1", detectedAt: Story.start, alreadyAcknowledgedAt: Story.start,
                policy: policy))
        #expect(late.complaints.isEmpty && late.all("button").isEmpty)
        #expect(late.text.contains("Somebody is on it"))
    }

    @Test("a new token is shown as it is, on a page that is not indexed and sends no referrer")
    func reissued() throws {
        let page = markup(PublicForms.reissued(secret: "ort_1234", policy: try House.policy()))
        #expect(page.complaints.isEmpty)
        #expect(page.text.contains("ort_1234"))
        let meta = page.all("meta").map { [$0.attributes["name"], $0.attributes["content"]] }
        #expect(meta.contains(["robots", "noindex"]) && meta.contains(["referrer", "no-referrer"]))
    }

    @Test("the remaining pages nest, and have a heading each")
    func others() throws {
        let policy = try House.policy()
        for bytes in [
            PublicForms.reissue(customerName: "Nord & Süd", policy: policy), PublicForms.notFound(policy),
            PublicForms.problem(title: "Too long", detail: "Shorten it."),
            PublicForms.acknowledged(
                incidentTitle: "Token", severity: "SEV-1", acknowledgedAt: Story.start, policy: policy,
                roomURL: "javascript:x"),
            TrustSite.reportForm(policy, message: "Thank you, this is report r20261122-1."),
        ] {
            let page = markup(bytes)
            #expect(page.complaints.isEmpty && page.all("h1").count == 1)
            #expect(page.all("a").allSatisfy { $0.attributes["href"]?.hasPrefix("javascript") == false })
        }
    }

    @Test("the report form sends its text to where it stands, and shows what came of it")
    func reportForm() throws {
        let page = markup(TrustSite.reportForm(try House.policy(), message: "Thank you."))
        #expect(page.all("form").first?.attributes["action"] == "/trust/report")
        #expect(page.all("textarea").first?.attributes["name"] == "text")
        #expect(page.text.contains("Thank you."))
        #expect(page.text.contains("Reports are answered within 3 business days."))
    }
}
