import Foundation
import Intake
import OnRecord
import Sigma
import Testing

/// The doors for tools that send alerts, and what those tools send.
enum AlertDoors {
    static let all: [any Door] = [
        AlertmanagerDoor(), PrometheusDoor(), GrafanaDoor(), PagerDutyDoor(), CoralogixDoor(), UptimeKumaDoor(),
        UptimeRobotDoor(), SentryDoor(), GitHubDoor(), GitHubSecretScanningDoor(keys: githubKeys), CloudflareDoor(),
    ]

    static func named(_ name: String) -> (any Door)? { all.first { type(of: $0).name == name } }

    static let githubKeys: [String: String] = {
        let list = try? Checkout.fixture("github-public-keys.json")
        return list.flatMap { GitHubSecretScanningDoor.keys(inList: $0) } ?? [:]
    }()
}

/// What must come of one request of Tests/Fixtures/manifest.json at its door, as Tests/Fixtures/alert-doors.json says: more
/// closely than the manifest, which is about the whole way in.
struct AlertCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable {
        var status: Int
        var body: Value?
        var signals: [ExpectedSignal]
    }

    /// What is named must be so; what is not may be anything.
    struct ExpectedSignal: Decodable {
        var key: String?
        var state: Signal.State
        var severity: Signal.Severity?
        var title: String?
        var at: String?
        var expires_at: String?
        var fields: [String: Value]?
    }

    var id: String
    var door: String
    /// What follows the door's address.
    var path: [String]?
    var query: String?
    var secret: String?
    var expect: Expectation

    var testDescription: String { id }

    /// Empty when they cannot be read, which no test is content with.
    static let all: [AlertCase] =
        (try? JSONDecoder().decode([AlertCase].self, from: Data(Checkout.bytes("Tests/Fixtures/alert-doors.json"))))
        ?? []

    var request: DoorRequest {
        let sent = Self.sent[id]
        var headers: [String: String] = [:]
        for (name, value) in sent?["headers"]?.map ?? [:] { headers[name.lowercased()] = value.string }
        let now = headers.removeValue(forKey: "x-onrecord-test-now").map { moment($0) } ?? fixtureNight
        let items = query.flatMap { URLComponents(string: "?" + $0.replacing("+", with: "%20"))?.queryItems } ?? []
        let body = query == nil ? sent?["file"]?.string.flatMap { try? Checkout.bytes("Tests/Fixtures/\($0)") } : nil
        return DoorRequest(
            method: sent?["method"]?.string ?? "", path: path ?? [], query: items.map { ($0.name, $0.value ?? "") },
            headers: headers, body: body ?? [], source: "edge", receivedAt: now, secret: secret,
            registeredToken: Self.registry)
    }

    /// The manifest's cases by their ids.
    private static let sent: [String: Value] = {
        let manifest = try? JSONReader.read(Checkout.bytes("Tests/Fixtures/manifest.json")[...])
        let cases = (manifest?["cases"]?.list ?? []).compactMap { sent in sent["id"]?.string.map { ($0, sent) } }
        return Dictionary(cases) { first, _ in first }
    }()

    /// The first token of the fixture is one of ours.
    static let registry: @Sendable (String) -> Token? = { hash in
        guard hash == TokenSecret.hash("hlyd_live_EXAMPLEx7Qm2Vt9Kc4Rb8") else { return nil }
        return Token(id: "t77", customer: "c12", mintedAt: moment("2026-01-01T00:00:00Z"))
    }
}
