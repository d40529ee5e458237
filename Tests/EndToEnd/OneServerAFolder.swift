import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("One server a data folder, and one signer a record") struct OneServerAFolder {}
}

extension RealProgram.OneServerAFolder {
    @Test("A second server on the same folder is refused, and the first goes on: exit code 73")
    func second() async throws {
        let house = try Installation()
        try await house.serving { first in
            let ports = try (0..<2).map { _ in try Port.free() }
            let outcome = try await Program.run(
                "serve", "--policy", house.policy, "--data", house.data, "--public", "127.0.0.1:\(ports[0])",
                "--private", "127.0.0.1:\(ports[1])", "--catch-mail")
            expectRefusal(outcome, 73, naming: house.data, remedy: "Stop it")
            #expect(first.isRunning)
            #expect(try await house.site.get("/trust/").status == 200)
            try await house.confirmedIncident("Unknown admin session")
        }
        #expect(try await Program.run("record", "verify", "\(house.data)/record").status == 0)
    }

    @Test("A server that was killed holds nothing: the next one starts on its folder")
    func killed() async throws {
        let house = try Installation()
        let id = try await house.serving { server in
            let id = try await house.confirmedIncident("Unknown admin session").id
            server.kill()
            return id
        }
        let found = try await house.serving { _ in try await house.incidents().map(\.id) }
        #expect(found == [id])
    }

    @Test(
        "Signed state older than the published checkpoint, or none: exit code 65, and nothing is signed",
        arguments: [true, false])
    func signedStateBehind(isOlderCopy: Bool) async throws {
        let house = try Installation()
        try await house.moveIn()
        let (signed, older) = ("\(house.data)/signer/signed.json", house.folder / "signed.json")
        try FileManager.default.copyItem(atPath: signed, toPath: older)
        try await house.serving { _ in try await house.confirmedIncident("Unknown admin session") }
        try FileManager.default.removeItem(atPath: signed)
        if isOlderCopy { try FileManager.default.copyItem(atPath: older, toPath: signed) }
        let checkpoint = try String(contentsOfFile: "\(house.data)/record/checkpoint", encoding: .utf8)

        let outcome = try await house.refusal()
        expectRefusal(outcome, 65, naming: "signer/signed.json", remedy: "Restore a newer backup of the signer folder")
        #expect(try String(contentsOfFile: "\(house.data)/record/checkpoint", encoding: .utf8) == checkpoint)
        #expect(try await Program.run("record", "verify", "\(house.data)/record").status == 0)
    }

    @Test(
        "A store with entries but neither record nor key: exit code 65, and no new key is made",
        arguments: ["signer/key.json", "signer"])
    func keyAndRecordLost(lost: String) async throws {
        let house = try Installation()
        try await house.moveIn()
        for name in ["record", lost] { try FileManager.default.removeItem(atPath: "\(house.data)/\(name)") }
        let outcome = try await house.refusal()
        expectRefusal(outcome, 65, naming: "signer/key.json", remedy: "Restore the signer folder")
        #expect(!FileManager.default.fileExists(atPath: "\(house.data)/signer/key.json"))
    }
}
