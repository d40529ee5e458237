import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("A start that fails says why and what to do") struct StartFailures {}
}

extension RealProgram.StartFailures {
    @Test("An address in use: exit code 75", arguments: ["--public", "--private"])
    func addressInUse(option: String) async throws {
        let taken = try Port.Listening()
        defer { withExtendedLifetime(taken) {} }
        let outcome = try await Installation().refusal("--catch-mail", option, "127.0.0.1:\(taken.port)")
        expectRefusal(outcome, 75, naming: "127.0.0.1:\(taken.port)", remedy: "--public and --private")
    }

    @Test(
        "The demo finds one of its addresses in use: exit code 75",
        arguments: ["--public", "--private", "--sample-port"])
    func demoAddressInUse(option: String) async throws {
        let (demo, taken) = (try DemoFolder(), try Port.Listening())
        defer { withExtendedLifetime((demo, taken)) {} }
        let value = option == "--sample-port" ? "\(taken.port)" : "127.0.0.1:\(taken.port)"
        let outcome = try await Program.run(demo.arguments("--exit", option, value))
        #expect(outcome.status == 75)
        #expect(outcome.errors.contains("127.0.0.1:\(taken.port)"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }

    @Test("A data folder that cannot be made: exit code 73")
    func unwritable() async throws {
        let house = try Installation()
        let file = try house.folder.write("a file, and no folder", to: "file")
        let outcome = try await house.refusal(data: "\(file)/data")
        expectRefusal(outcome, 73, naming: "\(file)/data", remedy: "Check")
    }

    @Test("A store of a newer version: exit code 76, and nothing in it is touched")
    func newerStore() async throws {
        let house = try Installation()
        try await house.moveIn()
        try await Stored.change("PRAGMA user_version = 99", in: house.data)
        let before = try await Stored.rows("SELECT sequence, hex(hash) FROM facts", in: house.data)
        expectRefusal(try await house.refusal(), 76, naming: "format 99", remedy: "Start the newer program")
        #expect(try await Stored.rows("SELECT sequence, hex(hash) FROM facts", in: house.data) == before)
    }

    @Test("Data from an older backup than the signed record: exit code 65, and nothing new is signed")
    func olderBackup() async throws {
        let house = try Installation()
        try await house.moveIn()
        let (store, backup) = ("\(house.data)/onrecord.sqlite", house.folder / "backup.sqlite")
        try FileManager.default.copyItem(atPath: store, toPath: backup)
        try await house.serving { _ in try await house.confirmedIncident("Unknown admin session") }
        for name in [store, "\(store)-wal", "\(store)-shm"] { try? FileManager.default.removeItem(atPath: name) }
        try FileManager.default.copyItem(atPath: backup, toPath: store)
        let checkpoint = try String(contentsOfFile: "\(house.data)/record/checkpoint", encoding: .utf8)

        expectRefusal(try await house.refusal(), 65, naming: "were signed for", remedy: "Restore a newer backup")
        #expect(try String(contentsOfFile: "\(house.data)/record/checkpoint", encoding: .utf8) == checkpoint)
        #expect(try await Program.run("record", "verify", "\(house.data)/record").status == 0)
    }

    @Test("A record without its signing key: exit code 65")
    func lostKey() async throws {
        let house = try Installation()
        try await house.moveIn()
        try FileManager.default.removeItem(atPath: "\(house.data)/signer")
        expectRefusal(try await house.refusal(), 65, naming: "signer/key.json", remedy: "Restore the signer folder")
    }

    @Test("No mail relay: exit code 64")
    func noRelay() async throws {
        let house = try Installation()
        defer { withExtendedLifetime(house) {} }
        let outcome = try await Program.run(house.arguments())
        expectRefusal(outcome, 64, naming: "ONRECORD_SMTP", remedy: "--catch-mail")
    }

    @Test(
        "A mail relay that cannot be understood: exit code 64, and the password is not repeated",
        arguments: [
            "smtp://mailer:tulip-hammock@mail.example:none", "smtp://mailer:tulip-hammock@mail.example/path",
            "imap://mailer:tulip-hammock@mail.example", "mailer:tulip-hammock@mail.example:587",
            "smtp://mailer:tulip-hammock@mail.example:587?starttls=never",
        ])
    func badRelay(url: String) async throws {
        let house = try Installation()
        defer { withExtendedLifetime(house) {} }
        let outcome = try await Program.run(house.arguments(), environment: ["ONRECORD_SMTP": url])
        expectRefusal(outcome, 64, naming: "ONRECORD_SMTP", remedy: ".")
        #expect(!(outcome.errors + outcome.output).contains("tulip-hammock"))
    }

    @Test("A policy that is not there: exit code 1", arguments: ["check", "drill", "serve"])
    func missingPolicy(command: String) async throws {
        let house = try Installation()
        let path = house.folder / "nowhere.yaml"
        let arguments =
            command == "serve" ? ["serve", "--policy", path, "--data", house.data, "--catch-mail"] : [command, path]
        expectRefusal(try await Program.run(arguments), 1, naming: path, remedy: "onrecord init")
    }

    @Test(
        "A policy with ten mistakes: all ten at once, each with line, key, value, expectation and remedy; exit code 1")
    func tenMistakes() async throws {
        let house = try Installation()
        let path = Program.shipped("Tests/Fixtures/policy-with-ten-mistakes.yaml")
        let checked = try await Program.run("check", path)
        let served = try await Program.run("serve", "--policy", path, "--data", house.data, "--catch-mail")
        for outcome in [checked, served] {
            #expect(outcome.status == 1)
            let mistakes = outcome.errors.split(separator: "\n").compactMap {
                $0.firstMatch(of: /policy-with-ten-mistakes\.yaml:(\d+): (\S+) is .+; expected .+\. .+/)
            }
            #expect(mistakes.count == 10, "\(outcome.errors)")
            #expect(Set(mistakes.map(\.output.1)).count == 10, "ten lines differ")
        }
        #expect(!FileManager.default.fileExists(atPath: house.data), "nothing was begun")
    }

    @Test(
        "An unknown command or option: exit code 64",
        arguments: [["serv"], ["demo", "--faster"], ["serve", "--policy", "x"]])
    func misunderstood(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("Error:"))
    }

    @Test("An address that is none: exit code 64", arguments: ["8080", "127.0.0.1:99999", "127.0.0.1:0"])
    func badAddress(address: String) async throws {
        let outcome = try await Installation().refusal("--catch-mail", "--public", address)
        expectRefusal(outcome, 64, naming: address, remedy: "For example 127.0.0.1:8080")
    }
}
