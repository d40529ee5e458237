import Foundation
import Testing

extension RealProgram {
    @Suite("Notices in the operator's own words") struct OwnNotices {}
}

extension RealProgram.OwnNotices {
    /// A starter policy that names a folder of templates, with these files in it.
    private func house(_ files: [String: String], mistake: Bool = false) async throws -> (
        TemporaryFolder, policy: String
    ) {
        let folder = try TemporaryFolder()
        #expect(try await Program.run("init", folder / "house").status == 0)
        let policy = folder / "house/onrecord.yaml"
        var text = try String(contentsOfFile: policy, encoding: .utf8) + "\ntemplates: notices\n"
        if mistake { text += "colour: red\n" }
        try text.write(toFile: policy, atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder / "house/notices", withIntermediateDirectories: false)
        for (name, text) in files { _ = try folder.write(text, to: "house/notices/\(name)") }
        return (folder, policy)
    }

    @Test("a template of one's own is accepted")
    func accepted() async throws {
        let own = "Subject: {{organisation}}\n\n# Hello\n\n{{what_happened}}\n"
        let (folder, policy) = try await house(["breach-notice.de.mustache": own])
        defer { withExtendedLifetime(folder) {} }
        let outcome = try await Program.run("check", policy)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("one that names a missing fact is refused, together with the policy's own mistakes, each with file and line")
    func refused() async throws {
        let broken = "Subject: {{organisation}}\n\n# Hello\n\n{{what_hapened}}\n"
        let (folder, policy) = try await house(["breach-notice.en.mustache": broken], mistake: true)
        let outcome = try await Program.run("check", policy)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains(
                "notices/breach-notice.en.mustache:5: {{what_hapened}} is a fact that does not exist"))
        #expect(outcome.errors.contains("Did you mean `what_happened`?"))
        #expect(outcome.errors.contains("colour is an unknown key") && outcome.errors.contains("2 problems"))
        _ = folder
    }

    @Test("a folder that is not there is named")
    func missingFolder() async throws {
        let (folder, policy) = try await house([:])
        try FileManager.default.removeItem(atPath: folder / "house/notices")
        let outcome = try await Program.run("check", policy)
        #expect(outcome.status != 0 && outcome.errors.contains("Correct `templates:`"), "\(outcome.errors)")
    }
}
