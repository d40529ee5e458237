import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("Somebody guesses a password") struct GuessedPassword {}
}

extension RealProgram.GuessedPassword {
    @Test("nginx's own log, shipped as the README says, opens the incident, and a strange mail server takes the page")
    func fromLogToPage() async throws {
        let house = try Installation()
        try await MailServer.running { mail in
            try await house.serving(relay: mail.port) { _ in
                try await Nginx.guarding(user: "ada", password: "violet-anchor") { nginx in
                    try await shipping(nginx.log, to: house) {
                        #expect(try await nginx.logIn("ada", "violet-anchor") == 200)
                        for guess in ["1234", "password", "letmein"] {
                            #expect(try await nginx.logIn("ada", guess) == 401)
                        }
                        try await eventually("four lines in the store") { try await house.lines().count == 4 }
                        let log = try String(contentsOfFile: nginx.log, encoding: .utf8)
                        #expect(try await house.lines().joined(separator: "\n") + "\n" == log, "unchanged")
                        #expect(try await house.incidents().isEmpty, "three failures are no incident")
                        #expect(try await nginx.logIn("ada", "violet-ankor") == 401)

                        let incident = try await eventually("an incident") { try await house.incidents().first }
                        #expect(incident.eventClass == "unauthorised-access")
                        #expect(incident.severity == "SEV-1")
                        #expect(incident.alerts.count == 1)
                        let page = try await eventually("the page") { try mail.letters().first }
                        #expect(page.recipients == ["oncall@keyvault.example"])
                        #expect(page.sender == "incidents@keyvault.example")
                        #expect(page.subject.contains(incident.id))
                        try await acknowledge(incident.id, by: page, house)
                        #expect(try mail.letters().count == 1, "one cause, one page")
                    }
                }
            }
        }
    }

    private func acknowledge(_ id: String, by page: MailServer.Letter, _ house: Installation) async throws {
        let found = try #require(page.text.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\/ack\/\S+/))
        let link = String(found.output)
        for _ in 0..<2 {
            let looked = try await house.site.get(link)
            #expect(looked.status == 200)
            #expect(looked.text.contains("method=\"post\""))
        }
        #expect(try await house.site.send("HEAD", link).bytes.isEmpty)
        #expect(try await house.incidents()[0].milestones["acknowledged"] == nil, "looking acknowledges nothing")

        #expect(try await house.site.post(link).status == 200)
        let first = try #require(try await house.incidents()[0].milestones["acknowledged"])
        #expect(try await house.site.post(link).status == 200)
        #expect(try await house.incidents()[0].milestones["acknowledged"] == first, "a second tap changes nothing")
        #expect(try await house.incidents()[0].promises.first { $0.id == "acknowledge" }?.result == "kept")

        let other = link.replacing(id, with: id + "0")
        #expect(try await house.site.post(other).status == 404, "a link opens its own incident only")
    }

    private func shipping(_ log: String, to house: Installation, _ body: () async throws -> Void) async throws {
        let header = try house.folder.write(
            "Authorization: Bearer \(try house.secrets().sources["nginx"] ?? "")\n", to: "header")
        let settings = ["LOG": log, "HEADER": header, "INTAKE": "\(house.house.base)/in/ndjson"]
        try await Child.running("/bin/sh", [Program.shipped("Tests/Fixtures/ship-a-log.sh")], environment: settings) {
            shipper in
            try await body()
            #expect(shipper.errors.isEmpty)
        }
    }
}
