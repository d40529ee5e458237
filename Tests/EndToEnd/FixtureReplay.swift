import Foundation
import Intake
import OnRecord
import Sigma
import Testing

extension RealProgram {
    @Suite("What other tools send") struct FixtureReplay {}
}

extension RealProgram.FixtureReplay {
    @Test("Every fixture is answered as its sender needs it, and what it says is stored")
    func replay() async throws {
        let requests = FixtureCase.requests
        #expect(requests.count > 40)
        let keys = String(decoding: try FixtureCase.bytes(of: "in/github-public-keys.json"), as: UTF8.self)
        try await KeyPage.serving(keys) { url in
            try await DoorHouse.serving(from: FixtureCase.earliest, publicKeys: url) { house in
                for request in requests.sorted(by: { $0.now < $1.now }) {
                    let before = try house.stored(after: 0).last?.position ?? 0
                    let answer = try await eventuallyReady(request, house)
                    expectAnswer(answer, to: request)
                    expectSignals(try house.stored(after: before), of: request)
                }
            }
        }
    }

    /// `ONRECORD_MUTATIONS=10000` for the long run, which takes a release (`ONRECORD_BINARY`).
    private static let mutationsOfEach = Int(ProcessInfo.processInfo.environment["ONRECORD_MUTATIONS"] ?? "") ?? 100

    @Test("Damaged bytes are refused or kept, and never shake the server", .timeLimit(.minutes(60)))
    func mutations() async throws {
        let requests = FixtureCase.requests.filter { !$0.body.isEmpty }
        try await DoorHouse.running { sender, server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<4 {
                    group.addTask {
                        for index in stride(from: lane, to: requests.count, by: 4) {
                            try await sendDamaged(requests[index], by: sender)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.isRunning)
            #expect(try await sender.web.get("/readyz").status == 200)
            #expect(try #require(server.memoryPeak) < 512 << 20)
        }
    }

    private func sendDamaged(_ request: FixtureCase, by sender: FixtureSender) async throws {
        var chance = Mutation(seed: UInt64(request.body.count))
        for number in 0..<Self.mutationsOfEach {
            let answer = try await sender.send(request, body: chance.damage(request.body))
            #expect(answer.status < 500 || answer.status == 503, "\(request.id), mutation \(number)")
        }
    }

    /// The public keys of a sender are fetched beside the requests.
    private func eventuallyReady(_ request: FixtureCase, _ house: DoorHouse) async throws -> Web.Answer {
        try await eventually("an answer to \(request.id)") {
            let answer = try await house.send(request)
            return answer.status == 503 ? nil : answer
        }
    }

    private func expectAnswer(_ answer: Web.Answer, to request: FixtureCase) {
        let expect = request.expect
        if let status = expect["status"]?.integer {
            #expect(answer.status == Int(status), "\(request.id): \(answer.text.prefix(300))")
        }
        if let any = expect["status_any"]?.list {
            #expect(any.contains(.integer(Int64(answer.status))), "\(request.id)")
        }
        if let body = expect["body"] {
            #expect((try? JSONReader.read(answer.bytes[...])) == body, "\(request.id): \(answer.text)")
        }
        if let text = expect["body_text"]?.string {
            #expect(answer.text.trimmingCharacters(in: .newlines) == text, "\(request.id)")
        }
        if let type = expect["content_type"]?.string {
            #expect(answer.headers["content-type"]?.hasPrefix(type) == true, "\(request.id)")
        }
        if let count = expect["body_bytes"]?.integer { #expect(answer.bytes.count == Int(count), "\(request.id)") }
        if let shape = expect["body_shape"] {
            let found = try? JSONReader.read(answer.bytes[...])
            #expect(found.map { hasShape($0, shape) } == true, "\(request.id): \(answer.text)")
        }
    }

    private func hasShape(_ value: Value, _ shape: Value) -> Bool {
        switch (value, shape) {
        case (.map(let members), .map(let shapes)):
            shapes.allSatisfy { key, shape in members[key].map { hasShape($0, shape) } == true }
        case (.list(let elements), .list(let shapes)):
            !elements.isEmpty && elements.allSatisfy { hasShape($0, shapes.first ?? .null) }
        case (.string(let text), .string(let words)):
            words.contains("|") ? words.split(separator: "|").contains(Substring(text)) : !text.isEmpty
        default: false
        }
    }

    private func expectSignals(_ stored: [StoredBatch], of request: FixtureCase) {
        let signals = stored.flatMap(\.batch.signals)
        let expect = request.expect
        if let count = expect["signals_count"]?.integer { #expect(signals.count == Int(count), "\(request.id)") }
        if let count = expect["records"]?.integer { #expect(signals.count == Int(count), "\(request.id)") }
        if let first = expect["first"]?.map {
            for (name, value) in first {
                #expect(signals.first?.told(name) == value.text, "\(request.id): \(name) in \(signals)")
            }
        }
        for kind in ["delivery", "complaint"] {
            for (name, value) in expect[kind]?.map ?? [:] {
                #expect(signals.first?.told("\(kind).\(name)") == value.text, "\(request.id): \(name) in \(signals)")
            }
        }
        guard let wanted = expect["signals"]?.list else { return }
        let leaks = wanted.first?["count"]?.integer
        #expect(signals.count == leaks.map { Int($0) } ?? wanted.count, "\(request.id): \(signals)")
        for (signal, wanted) in zip(signals, wanted) {
            for (name, value) in wanted.map ?? [:] where name != "count" {
                if name == "raw_kept" {
                    #expect(stored[0].batch.evidence != nil)
                } else if name == "attachments" {
                    #expect(signal.fields["attachments"]?.list?.count == value.integer.map { Int($0) }, "\(request.id)")
                } else {
                    #expect(signal.told(name) == told(value, name), "\(request.id): \(name) in \(signal)")
                }
            }
        }
    }

    private func told(_ value: Value, _ name: String) -> String {
        ["at", "started_at", "ended_at"].contains(name)
            ? Timestamp(rfc3339: value.text)?.rfc3339 ?? "no time" : value.text
    }
}

extension Signal {
    /// What it says under one of the manifest's names.
    fileprivate func told(_ name: String) -> String? {
        switch name {
        case "key": key
        case "state": state.rawValue
        case "severity": severity?.rawValue
        case "title": title
        case "at", "started_at", "ended_at": at.rfc3339
        case "body": text
        default: event(from: "").text(of: name)
        }
    }
}

extension Event {
    /// A field by its name, or by its dotted path.
    fileprivate func text(of name: String) -> String? {
        if let value = fields[name] { return value.text }
        let parts = name.split(separator: ".").map(String.init)
        return parts.dropFirst().reduce(fields[parts[0]]) { $0?[$1] }?.text
    }
}

extension FixtureCase {
    static let earliest = requests.map(\.now).min() ?? Timestamp(milliseconds: 0)
}

/// Damages bytes in a way that one number decides. SplitMix64 (Steele, Lea, Flood, 2014).
private struct Mutation: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &self)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes.remove(at: place)
            default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &self)], at: place)
            }
        }
        return bytes
    }
}

/// A page of this machine, such as a sender publishes its keys on.
private enum KeyPage {
    static func serving<T: Sendable>(_ text: String, _ body: (String) async throws -> T) async throws -> T {
        let folder = try TemporaryFolder()
        _ = try folder.write(text, to: "keys.json")
        let port = try Port.free()
        let arguments = ["-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", folder.path]
        return try await Child.running(Stored.python, arguments) { _ in
            let url = "http://127.0.0.1:\(port)/keys.json"
            try await eventually("the page of keys") { (try? await Web("").get(url))?.status == 200 }
            return try await body(url)
        }
    }
}
