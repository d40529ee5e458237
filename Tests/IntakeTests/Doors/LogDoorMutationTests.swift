import Foundation
@testable import Intake
import OnRecord
import Testing

/// Bytes that nobody meant to send. Each round is named by its seed, so a failure can be played again.
@Suite("Damaged requests")
struct LogDoorMutationTests {
    static let rounds: UInt64 = 1000

    @Test(
        "No damaged body breaks a door, is answered 5xx or becomes more than is allowed",
        arguments: [
            (OTLPDoor(), "otlp-logs.json", "application/json"),
            (OTLPDoor(), "otlp-logs-enum-name.json", "application/json"),
            (OTLPDoor(), "otlp-logs.pb", "application/x-protobuf"),
            (CloudEventsDoor(), "cloudevents-structured.json", "application/cloudevents+json"),
            (CloudEventsDoor(), "cloudevents-batch.json", "application/cloudevents-batch+json"),
            (LokiDoor(), "loki-push.json", "application/json"),
        ] as [(any Door, String, String)])
    func bodies(door: any Door, name: String, type: String) throws {
        let fixture = try LogDoorFixture.request(name, type: type)
        for seed in 0..<Self.rounds {
            var request = fixture
            request.body = mutated(fixture.body, seed: seed)
            check(door.read(request), request, seed)
        }
    }

    @Test(
        "No damaged request line or header does either",
        arguments: [
            (HeartbeatDoor(), "ping-exit-3.http", "/ping"), (HeartbeatDoor(), "ping-start.http", "/ping"),
            (KumaPushDoor(), "kuma-push.http", "/api/push"),
            (CloudEventsDoor(), "cloudevents-binary.http", "/in/demo/cloudevents"),
        ] as [(any Door, String, String)])
    func requests(door: any Door, name: String, address: String) throws {
        let fixture = try LogDoorFixture.http(name, below: address)
        for seed in 0..<Self.rounds {
            func text(_ original: String, _ salt: UInt64) -> String {
                String(decoding: mutated(Array(original.utf8), seed: seed &+ salt &* 7919), as: UTF8.self)
            }
            var request = fixture
            request.path = fixture.path.enumerated().map { text($1, UInt64($0)) }
            request.query = fixture.query.map { ($0.name, text($0.value, 11)) }
            request.headers = fixture.headers.mapValues { text($0, 12) }
            request.body = mutated(fixture.body, seed: seed)
            check(door.read(request), request, seed)
        }
    }

    @Test("No damaged summary breaks its reader")
    func summaries() throws {
        let fixture = try Checkout.fixture("statuspage-upstream-summary.json")
        var problems = 0
        for seed in 0..<Self.rounds {
            do {
                let body = mutated(fixture, seed: seed)
                let summary = try StatuspageSummary.read(body, open: ["upstream:a:b"], receivedAt: fixtureNight)
                #expect(summary.signals.count <= 1, "seed \(seed)")
            } catch { problems += 1 }
        }
        #expect(problems > 0 && problems < Self.rounds)
    }

    @Test("No damaged compressed body unfolds past its limit")
    func compressed() throws {
        let fixture = try Checkout.fixture("otlp-logs.pb.gz")
        var whole = 0
        for seed in 0..<Self.rounds {
            for encoding in ["gzip", "deflate"] {
                let body = try? Decompression.decode(mutated(fixture, seed: seed), encoding: encoding, max: 1000)
                #expect((body?.count ?? 0) <= 1000, "seed \(seed)")
                whole += body == nil ? 0 : 1
            }
        }
        #expect(whole > 0)
    }

    private func check(_ reading: DoorReading, _ request: DoorRequest, _ seed: UInt64) {
        #expect((200..<500).contains(reading.answer.status), "seed \(seed)")
        #expect(reading.signals.count <= request.body.count + 1, "seed \(seed)")
        #expect(reading.signals.allSatisfy { $0.at <= fixtureNight + EventTime.aheadMax }, "seed \(seed)")
        #expect(reading.signals.allSatisfy { ($0.text?.utf8.count ?? 0) <= 3 * NDJSON.lineMax }, "seed \(seed)")
        // Signals are stored as JSON, which has no word for some numbers.
        #expect(throws: Never.self, "seed \(seed)") { try JSONEncoder().encode(reading.signals) }
    }

    /// One to four changes: a byte turned, taken out, put in, a stretch repeated, or the end cut off.
    private func mutated(_ original: [UInt8], seed: UInt64) -> [UInt8] {
        var chance = Seeded(seed)
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &chance) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0: bytes[place] = .random(in: .min ... .max, using: &chance)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(.random(in: .min ... .max, using: &chance), at: place)
            case 3: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
            default: bytes.removeLast(Int.random(in: 0...min(8, bytes.count), using: &chance))
            }
        }
        return bytes
    }
}
