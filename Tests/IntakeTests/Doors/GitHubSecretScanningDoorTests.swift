import Crypto
import Foundation
import Intake
import OnRecord
import Sigma
import Testing

@Suite("Tokens of ours that GitHub found")
struct GitHubSecretScanningDoorTests {
    @Test("No token is kept in clear: not in fields, title, key, text or answer")
    func nothingInClear() throws {
        let token = "hlyd_live_EXAMPLEx7Qm2Vt9Kc4Rb8"
        let messages = [
            #"[{"token":"\#(token)","type":"t","url":"https://a.example/?key=\#(token)","source":"\#(token)"}]"#,
            #"[{"token":"\#(token)","type":"\#(token)"}]"#, #"[{"token":"\#(token)"}]"#, #"{"token":"\#(token)"}"#,
            #"[{"token":"\#(token)"#, #"["\#(token)"]"#, token,
        ]
        for message in messages {
            let reading = try read(message)
            try #require(!reading.signals.isEmpty)
            let stored = String(decoding: try JSONEncoder().encode(reading.signals), as: UTF8.self)
            #expect(!stored.contains(token))
            #expect(!reading.answer.text.contains(token))
            #expect(reading.signals.allSatisfy { $0.text == nil })
        }
    }

    @Test("A token of ours is named with its customer, and GitHub learns that it is real")
    func ours() throws {
        let sample = try #require(AlertCase.all.first { $0.id == "gh-partner" })
        let reading = GitHubSecretScanningDoor(keys: AlertDoors.githubKeys).read(sample.request)
        try #require(reading.signals.count == 2)
        let fields = reading.signals.map(\.fields)
        #expect(fields.map { $0["token_id"] } == ["t77", nil])
        #expect(fields.map { $0["customer"] } == ["c12", nil])
        #expect(fields.map { $0["source"] } == ["commit", "Npm"])
        #expect(fields.map { $0["url"] == nil } == [false, true])
        #expect(reading.signals.map(\.severity) == [.critical, .critical])
        #expect(reading.answer.json?.list?.map { $0["label"] } == ["true_positive", "false_positive"])
    }

    @Test("A member without a token does not cost the others")
    func damaged() throws {
        let reading = try read(#"[{"token":"a","type":"t"},{"type":"t"},{"token":"b","type":"t"},7]"#)
        #expect(reading.signals.map(\.state) == [.leak, .leak, .unparsed])
        #expect(reading.signals.last?.fields["problem"]?.string?.hasPrefix("2 of 4 members") == true)
        #expect(reading.answer.json?.list?.count == 2)
    }

    @Test("Keys are taken as PEM and as base64 of their DER, and others are named")
    func keys() throws {
        let key = try ownKey().publicKey
        let der = key.derRepresentation.base64EncodedString(options: .lineLength64Characters)
        let door = GitHubSecretScanningDoor(keys: ["own": der, "z": "AAAA", "broken": "-----BEGIN"])
        #expect(door.unreadableKeys == ["broken", "z"])
        #expect(try read("[]", by: door).answer.status == 200)
        var request = DoorRequest(headers: ["github-public-key-identifier": "new"], source: "gh", receivedAt: received)
        #expect(door.missingKey(for: request) == "new")
        request.headers["github-public-key-identifier"] = "own"
        #expect(door.missingKey(for: request) == nil)
        #expect(GitHubSecretScanningDoor.keys(inList: bytes("{}")) == nil)
        #expect(AlertDoors.githubKeys.count == 2)
    }

    @Test("A byte more or less, another key or no signature: refused, and nothing is stored")
    func forged() throws {
        let sample = try #require(AlertCase.all.first { $0.id == "gh-partner" })
        let door = GitHubSecretScanningDoor(keys: AlertDoors.githubKeys)
        var longer = sample.request
        longer.body.append(0x0a)
        var unsigned = sample.request
        unsigned.headers["github-public-key-signature"] = nil
        var garbled = sample.request
        garbled.headers["github-public-key-signature"] = "not base64!"
        var keyless = sample.request
        keyless.headers["github-public-key-identifier"] = nil
        for request in [longer, unsigned, garbled, keyless] {
            #expect(door.read(request).answer.status == 401)
            #expect(door.read(request).signals.isEmpty)
        }
    }

    private func ownKey() throws -> P256.Signing.PrivateKey {
        try P256.Signing.PrivateKey(rawRepresentation: Array(repeating: 7, count: 32))
    }

    private func read(_ message: String, by door: GitHubSecretScanningDoor? = nil) throws -> DoorReading {
        let key = try ownKey()
        let signature = try key.signature(for: bytes(message)).derRepresentation.base64EncodedString()
        let request = DoorRequest(
            headers: ["github-public-key-identifier": "own", "github-public-key-signature": signature],
            body: bytes(message), source: "gh", receivedAt: received)
        return (door ?? GitHubSecretScanningDoor(keys: ["own": key.publicKey.pemRepresentation])).read(request)
    }
}
