import Intake
import OnRecord
import Sigma
import Testing

@Suite("Methods that a door does not know")
struct DoorMethodTests {
    static let names = Doors().names.sorted()

    @Test("Each is refused with 405 and what is allowed, and stores nothing", arguments: names)
    func refused(name: String) throws {
        let reading = try read("DELETE", at: name)
        #expect(reading.answer.status == 405)
        let allowed = (reading.answer.headers["allow"] ?? "").split(separator: ", ")
        #expect(allowed.contains("POST") && !allowed.contains("DELETE"))
        #expect(reading.signals.isEmpty && reading.answer.headers["content-type"] != nil)
    }

    @Test("What is allowed is not refused", arguments: names)
    func allowed(name: String) throws {
        let names = try read("DELETE", at: name).answer.headers["allow"] ?? ""
        for method in names.split(separator: ", ") {
            #expect(try read(String(method), at: name).answer.status != 405)
        }
    }

    @Test("Doors that stand in for a product refuse in its shape")
    func shapes() throws {
        #expect(try read("GET", at: "otlp").answer.json?["code"] == 12)
        #expect(try read("GET", at: "prometheus").answer.json?["code"] == 405)
        #expect(try read("GET", at: "pagerduty").answer.json?["status"] == "invalid event")
        #expect(try read("DELETE", at: "push").answer.json?["ok"] == false)
        #expect(try read("DELETE", at: "ping").answer.headers["ping-body-limit"] == "10000")
        #expect(try read("GET", at: "ndjson").answer.headers["content-type"] == "application/problem+json")
        #expect(try read("GET", at: "loki").answer.text == "The method is GET. Use POST.\n")
    }

    @Test("The status that Prometheus asks for is read, never written")
    func status() throws {
        let door = PrometheusDoor()
        func read(_ method: String) -> DoorAnswer {
            door.read(
                DoorRequest(method: method, path: ["api", "v2", "status"], source: "edge", receivedAt: received)
            ).answer
        }
        #expect(read("GET").status == 200)
        #expect(read("POST").status == 405 && read("POST").headers["allow"] == "GET, HEAD")
    }

    private func read(_ method: String, at name: String) throws -> DoorReading {
        let paths = [
            "prometheus": ["api", "v2", "alerts"], "pagerduty": ["enqueue"], "push": ["token"],
            "ping": ["0b6f1c52-8f0e-4a6e-9f0a-7d3c2b1a0987"],
        ]
        let door = try #require(Doors()[name])
        return door.read(
            DoorRequest(
                method: method, path: paths[name] ?? [], headers: ["content-type": "application/json"],
                source: "edge", receivedAt: received))
    }
}
