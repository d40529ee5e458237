import Foundation
import Intake
import OnRecord
import Sigma
import Testing

/// The operator's page promises that its rules work.
@Suite("Examples of the doors' page")
struct LogDoorExampleTests {
    private static let page = "docs/doors-logs.md"

    @Test("Each example rule loads, and finds what its door's fixture says")
    func rules() throws {
        let text = try Checkout.text(Self.page)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }.filter { $0.contains("logsource:") }
        let (rules, problems) = RuleSet.load(blocks.enumerated().map { RuleSource(path: "\($0).yml", text: $1) })
        #expect(blocks.count == 5 && problems.isEmpty)
        var detector = Detector(rules: rules)
        let readings = try [
            OTLPDoor().read(LogDoorFixture.request("otlp-logs.json", type: "application/json")),
            CloudEventsDoor().read(LogDoorFixture.http("cloudevents-binary.http", below: "/in/demo/cloudevents")),
            LokiDoor().read(LogDoorFixture.request("loki-push.json", type: "application/json")),
            HeartbeatDoor().read(LogDoorFixture.http("ping-fail.http", below: "/ping")),
            KumaPushDoor().read(LogDoorFixture.http("kuma-push.http", below: "/api/push")),
        ]
        let found = readings.flatMap(\.signals).flatMap { detector.observe($0.event(from: "fixture")) }.map(\.rule)
        #expect(Set(found).count == 5)
    }
}
