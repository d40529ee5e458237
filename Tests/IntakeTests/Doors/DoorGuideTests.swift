import Intake
import OnRecord
import Sigma
import Testing

@Suite("The operator's guide to the doors")
struct DoorGuideTests {
    /// Empty when it cannot be read, which no test is content with.
    private static let guide = (try? Checkout.text("docs/doors-alerts.md")) ?? ""
    private static let entry = (try? Checkout.text("docs/doors.md")) ?? ""

    @Test(
        "Each door's example rule finds what its tool really sends", arguments: AlertDoors.all.map { type(of: $0).name }
    )
    func rules(name: String) throws {
        let section = try #require(Self.guide.split(separator: "\n## ").first { $0.hasPrefix("\(name)\n") })
        #expect(section.contains("/\(name == "pagerduty" ? "v2/enqueue" : "in/TOKEN/\(name)")"))
        let fragment = try #require(
            section.split(separator: "```").first { $0.hasPrefix("yaml\nlogsource:") }?.dropFirst("yaml\n".count))
        let (rules, problems) = RuleSet.load([
            RuleSource(path: "guide.yml", text: "title: \(name)\nid: guide\n\(fragment)")
        ])
        try #require(problems.isEmpty)
        let door = try #require(AlertDoors.named(name))
        let signals = AlertCase.all.filter { $0.door == name }.flatMap { door.read($0.request).signals }
        var detector = Detector(rules: rules)
        let found = signals.map { detector.observe($0.event(from: "edge")).count }
        #expect(found.contains(1))
        #expect(zip(signals, found).allSatisfy { $0.state == .firing || $0.state == .leak || $1 == 0 })
    }

    @Test("It lists every door there is, each with a link that leads somewhere")
    func complete() throws {
        let rows = Self.entry.split(separator: "\n").filter { $0.hasPrefix("| [") }
        let named = rows.compactMap { $0.dropFirst(3).split(separator: "]").first.map { String($0) } }
        #expect(Doors().names.subtracting(named).isEmpty)
        for link in Self.entry.matches(of: /\]\(([a-z-]+\.md)#([a-z0-9-]+)\)/) {
            let headings = try Checkout.text("docs/\(link.1)").split(separator: "\n").filter { $0.hasPrefix("#") }
            let anchors = headings.map { heading in
                heading.drop { $0 == "#" || $0 == " " }.lowercased().replacing(" ", with: "-").filter {
                    $0.isLetter || $0.isNumber || $0 == "-"
                }
            }
            #expect(anchors.contains { $0 == String(link.2) }, "\(link.0)")
        }
    }

    @Test("Its first rule finds what nobody could read, and nothing else")
    func unparsed() throws {
        let rule = try #require(
            Self.entry.split(separator: "```").first { $0.hasPrefix("yaml\ntitle:") }?.dropFirst("yaml\n".count))
        let (rules, problems) = RuleSet.load([RuleSource(path: "guide.yml", text: String(rule))])
        try #require(problems.isEmpty)
        var detector = Detector(rules: rules)
        for sample in AlertCase.all {
            let signals = try #require(AlertDoors.named(sample.door)).read(sample.request).signals
            let found = signals.map { detector.observe($0.event(from: "edge")).count }
            #expect(found == signals.map { $0.state == .unparsed ? 1 : 0 })
        }
    }

    @Test(
        "The templates it gives to paste are JSON, and unfilled they are no alert",
        arguments: ["coralogix", "uptimerobot"])
    func templates(name: String) throws {
        let section = try #require(Self.guide.split(separator: "\n## ").first { $0.hasPrefix("\(name)\n") })
        let template = try #require(
            section.split(separator: "```").first { $0.hasPrefix("json\n") }?.dropFirst("json\n".count))
        #expect(try JSONReader.read(Array(template.utf8)[...]).map?.isEmpty == false)
        let door = try #require(AlertDoors.named(name))
        let request = DoorRequest(body: Array(template.utf8), source: "edge", receivedAt: received)
        #expect(door.read(request).signals.map(\.state) == [.unparsed])
    }
}
