import Foundation
import OnRecord
import Server
import Testing

@testable import Command

extension RealProgram {
    @Suite("The first steps of a newcomer") struct FirstSteps {}
}

extension RealProgram.FirstSteps {
    @Test("init writes a policy that check, drill and serve accept, and never overwrites it")
    func starter() async throws {
        let folder = try TemporaryFolder()
        let policy = folder / "new/onrecord.yaml"
        let written = try await Program.run("init", folder / "new")
        #expect(written.status == 0, "\(written.errors)")
        #expect(try await Program.run("check", policy).status == 0)
        let drill = try await Program.run("drill", policy)
        #expect(drill.status == 0, "\(drill.output)")

        let edited = try String(contentsOfFile: policy, encoding: .utf8).replacing(
            "Example Service", with: "Lantern Mail")
        try edited.write(toFile: policy, atomically: true, encoding: .utf8)
        let again = try await Program.run("init", folder / "new")
        #expect(again.status == 73)
        #expect(again.errors.contains(policy) && again.errors.contains("left as it is"))
        #expect(try String(contentsOfFile: policy, encoding: .utf8) == edited)
    }

    static let shipped = ["keyvault-edge", "katafract", "wrl", "starter"]

    @Test("Every shipped policy passes check")
    func check() async throws {
        let paths = Self.shipped.map { Program.shipped("Policies/\($0).yaml") }
        let outcome = try await Program.run(["check"] + paths)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for path in paths { #expect(outcome.output.contains("\(path): good.")) }
    }

    @Test("A drill prints every promise of the policy's page with its result, and misses none", arguments: shipped)
    func drill(name: String) async throws {
        let path = Program.shipped("Policies/\(name).yaml")
        let outcome = try await Program.run("drill", path)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.errors.isEmpty)
        for promise in try PolicyFile.load(path).promises {
            let block = try #require(
                outcome.output.components(separatedBy: promise.says).dropFirst().first, "\(promise.says)")
            #expect(block.prefix(200).contains(/\n +(✓ kept|· pending|· waived|· untouched)/), "\(promise.says)")
        }
        #expect(!outcome.output.contains("✗"))
    }

    @Test("Help is there for every command, and tells the exit codes")
    func help() async throws {
        let top = try await Program.run("--help")
        #expect(top.status == 0)
        for code in StartProblem.Code.allCases {
            let line = try Regex("(?m)^ +\(code.rawValue) +\\S")
            #expect(top.output.contains(line), "exit code \(code.rawValue)")
        }
        for command in ["demo", "init", "check", "serve", "sources", "drill", "record"] {
            #expect(top.output.contains(command))
            let outcome = try await Program.run(command, "--help")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("USAGE: onrecord \(command)"))
        }
        #expect(try await Program.run("record", "verify", "--help").status == 0)
    }

    @Test("The tokens that senders need are listed, one source a line")
    func sources() async throws {
        let house = try Installation()
        try await house.moveIn()
        let outcome = try await Program.run("sources", "--policy", house.policy, "--data", house.data)
        #expect(outcome.status == 0)
        let secrets = try house.secrets()
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines == ["edge", "nginx"].map { "\($0)\t\(secrets.sources[$0] ?? "none")" })
    }
}
