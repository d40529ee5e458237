import Crypto
import Foundation
import Intake
import OnRecord
import Sigma
import Testing

@Suite("Damaged messages")
struct AlertDoorMutationTests {
    @Test(
        "A thousand damaged messages at each door: never an error of ours",
        arguments: AlertDoors.all.map { type(of: $0).name })
    func mutations(name: String) throws {
        let key = try P256.Signing.PrivateKey(rawRepresentation: Array(repeating: 7, count: 32))
        let door: any Door =
            name == GitHubSecretScanningDoor.name
            ? GitHubSecretScanningDoor(keys: ["own": key.publicKey.pemRepresentation])
            : try #require(AlertDoors.named(name))
        let requests = AlertCase.all.filter { $0.door == name }.map(\.request)
        try #require(!requests.isEmpty)
        var chance = Damage(seed: 20_261_122)
        var (readings, wrong) = (0, [String]())
        for round in 0..<1000 {
            var request = requests[round % requests.count]
            request.secret = nil
            // Half of them stay JSON and say something else.
            if round % 4 < 2, let message = try? JSONReader.read(request.body[...]) {
                request.body = bytes(chance.damaged(message).text)
            } else {
                chance.damage(&request.body)
            }
            for (index, item) in request.query.enumerated() {
                var value = bytes(item.value)
                chance.damage(&value)
                request.query[index].value = String(decoding: value, as: UTF8.self)
            }
            if name == GitHubSecretScanningDoor.name {
                let signature = try key.signature(for: request.body).derRepresentation.base64EncodedString()
                request.headers["github-public-key-identifier"] = "own"
                request.headers["github-public-key-signature"] = signature
            }
            let reading = door.read(request)
            if !(200..<500).contains(reading.answer.status) || reading.answer.status == 401
                || reading.signals.count > 10_000
                || !reading.signals.allSatisfy({ isSound($0, name, request.receivedAt) })
            {
                wrong.append(
                    "round \(round): \(reading.answer.status) for \(String(decoding: request.body, as: UTF8.self))")
            }
            readings += reading.signals.count { $0.state != .unparsed }
        }
        #expect(wrong == [])
        // Otherwise nothing but the JSON reader was tried.
        #expect(readings > 100)
    }

    private func isSound(_ signal: Signal, _ door: String, _ received: Timestamp) -> Bool {
        signal.fields["logsource_product"] == .string(door) && signal.at <= received + .minutes(5)
            && signal.event(from: "edge").fields["signal"]?["state"]?.string == signal.state.rawValue
            && (signal.key?.utf8.count ?? 1) <= 1024 && (signal.title?.utf8.count ?? 1) <= 1024
    }
}

/// Damage as lines and programs do it, the same for the same seed.
struct Damage {
    private var chance: Seeded

    private static let surprises: [Value] = [
        nil, true, -1, .integer(.max), .integer(.min), 1e300, -1e300, 0.5, [], [nil], [:], ["": ""], ["firing"],
        ["a": [["b": 1]]], "", " ", "\u{0}", "\u{202e}", "[]", "resolved", "$NAME", "*name*", "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z", .string(String(repeating: "ä", count: 9000)),
    ]

    init(seed: UInt64) { chance = Seeded(seed) }

    /// The same value with one of its members, somewhere inside, replaced by what nobody expects there.
    mutating func damaged(_ value: Value) -> Value {
        if Int.random(in: 0..<4, using: &chance) > 0 {
            if case .map(var members) = value, let name = members.keys.sorted().randomElement(using: &chance) {
                members[name] = damaged(members[name] ?? .null)
                return .map(members)
            }
            if case .list(var values) = value, let index = values.indices.randomElement(using: &chance) {
                values[index] = damaged(values[index])
                return .list(values)
            }
        }
        return Damage.surprises.randomElement(using: &chance) ?? .null
    }

    mutating func damage(_ body: inout [UInt8]) {
        for _ in 0..<Int.random(in: 1...6, using: &chance) where !body.isEmpty {
            let index = Int.random(in: 0..<body.count, using: &chance)
            let end = min(body.count, index + Int.random(in: 1...40, using: &chance))
            switch Int.random(in: 0..<8, using: &chance) {
            case 0: body[index] = .random(in: .min ... .max, using: &chance)
            case 1: body.insert(.random(in: .min ... .max, using: &chance), at: index)
            case 2: body.removeSubrange(index..<end)
            case 3: body.insert(contentsOf: body[index..<end], at: index)
            case 4: body.removeSubrange(index...)
            // What JSON is made of: many of these leave it whole and change what it says.
            case 5: body[index] = Array("{}[]\",:0123456789-eEtfn\\".utf8).randomElement(using: &chance) ?? 0
            case 6: body.insert(contentsOf: Array("99999999999999999999".utf8), at: index)
            default: body.replaceSubrange(index..<end, with: Array("null".utf8))
            }
        }
    }
}
