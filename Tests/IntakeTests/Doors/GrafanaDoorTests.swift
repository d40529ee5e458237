import Crypto
import Intake
import OnRecord
import Sigma
import Testing

@Suite("Grafana's alerts")
struct GrafanaDoorTests {
    @Test("What Grafana adds is kept under its own names, and what it leaves empty is not")
    func fields() throws {
        let sample = try #require(AlertCase.all.first { $0.id == "grafana" })
        let fields = try #require(GrafanaDoor().read(sample.request).signals.first?.fields)
        #expect(fields["grafana_folder"] == "Halyard")
        #expect(fields["ruleUID"] == "cf0mint")
        #expect(fields["values"]?["A"] == 0.12)
        #expect(fields["title"] == "[FIRING:1] Token mint errors (Halyard critical)")
        #expect(fields["dashboardURL"] == nil)
    }

    @Test("Without a timestamp header the body alone is signed")
    func bodyOnly() {
        var request = self.request(#"{"alerts":[]}"#)
        request.headers["x-grafana-alerting-signature"] = hex(#"{"alerts":[]}"#)
        #expect(GrafanaDoor().read(request).answer.status == 200)
        request.body.append(0x20)
        #expect(GrafanaDoor().read(request).answer.status == 401)
    }

    @Test("A timestamp that was signed cannot be moved into the body, where nobody looks at its age")
    func movedTimestamp() {
        let moved = #"1700000000:{"alerts":[]}"#
        var request = self.request(moved)
        request.headers["x-grafana-alerting-signature"] = hex(moved)
        #expect(GrafanaDoor().read(request).answer.status == 401)
    }

    @Test(
        "A signature is good for ten minutes around the moment of receipt",
        arguments: [(-601, 401), (-600, 200), (0, 200), (600, 200), (601, 401)])
    func stale(offset: Int64, status: Int) {
        let stamp = "\(received.milliseconds / 1000 + offset)"
        var request = self.request(#"{"alerts":[]}"#)
        request.headers["x-grafana-alerting-timestamp"] = stamp
        request.headers["x-grafana-alerting-signature"] = hex(stamp + #":{"alerts":[]}"#)
        #expect(GrafanaDoor().read(request).answer.status == status)
    }

    @Test("A timestamp that is no number signs nothing", arguments: ["", "soon", "99999999999999999999", "-1", "0"])
    func noNumber(stamp: String) {
        var request = self.request("{}")
        request.headers["x-grafana-alerting-timestamp"] = stamp
        request.headers["x-grafana-alerting-signature"] = hex(stamp + ":{}")
        #expect(GrafanaDoor().read(request).answer.status == 401)
    }

    @Test("What is no signature fits nothing", arguments: ["", "00", String(repeating: "g", count: 64), "é"])
    func noSignature(signature: String) {
        var request = self.request("{}")
        request.headers["x-grafana-alerting-signature"] = signature
        #expect(GrafanaDoor().read(request).answer.status == 401)
    }

    private func request(_ body: String) -> DoorRequest {
        DoorRequest(body: bytes(body), source: "grafana", receivedAt: received, secret: "shared")
    }

    private func hex(_ text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: bytes(text), using: SymmetricKey(data: bytes("shared"))).map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }.joined()
    }
}
