import Courier
import Foundation
import Testing

extension RealProgram {
    @Suite("The demo") struct DemoStory {}
}

extension RealProgram.DemoStory {
    @Test("The breach is lived through in under 90 seconds with every promise kept and the record whole")
    func fromTheftToCorrection() async throws {
        let demo = try DemoFolder()
        let outcome = try await Program.run(demo.arguments("--exit"), within: .seconds(90))
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        let verified = try await Program.run("record", "verify", "\(demo.data)/record")
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.contains("The record is whole."))

        let recipients = try demo.mails().map { $0.recipients.joined(separator: " ") }.sorted()
        #expect(recipients == ["oncall@keyvault.example"] + (1...3).map { "security@cust-0\($0).example" })
        try await lookAround(demo)
    }

    /// Started again the story is over, and the server stays up to be looked at.
    private func lookAround(_ demo: DemoFolder) async throws {
        try await Child.running(Program.path, demo.arguments()) { server in
            try await eventually("the end of the story", hint: { server.output + server.errors }) {
                server.output.contains("The server stays up")
            }
            let verified = try await Program.run("record", "verify", "\(demo.site.base)/trust/record")
            #expect(verified.status == 0, "\(verified.output)")

            let index = try await demo.site.get("/trust/incidents/").text
            let path = try #require(index.firstMatch(of: /\/trust\/incidents\/\d{4}-\d\d-\d\d-[a-z0-9-]+\//)).output
            let page = try await demo.site.get(String(path)).text
            let parts = [
                "What happened", "Why it happened", "How it was found", "What was done", "What changes", "orrection",
            ]
            for part in parts { #expect(page.contains(part), "\(part)") }
            #expect(try await demo.site.get("/trust/incidents/feed.xml").text.contains(path))
            #expect(try await demo.site.get("/trust/promises/").text.contains("kept"))
            #expect(try demo.mails().count == 4, "a second start mails nobody again")

            server.interrupt()
            #expect(try await server.end(within: .seconds(30)).status == 0)
        }
    }
}
