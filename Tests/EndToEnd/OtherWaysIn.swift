import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("Ways in beside HTTP") struct OtherWaysIn {}
}

extension RealProgram.OtherWaysIn {
    @Test("A researcher's mail gets a ticket and one receipt; a mail to nobody's address is refused")
    func report() async throws {
        let port = try Port.free()
        let house = try Installation(
            sources: ["reports"],
            more: "\nlisteners: {mail: {address: \"127.0.0.1:\(port)\", name: in.keyvault.example}}\n")
        try await MailServer.running { relay in
            try await house.serving(relay: relay.port) { _ in
                let token = try house.secrets().sources["reports"] ?? ""
                #expect(try await send(to: "in+\(token)@in.keyvault.example", through: port) == 0)
                let receipt = try await eventually("the receipt") { try relay.letters().first }
                #expect(receipt.recipients == ["ada@researcher.example"])
                #expect(["", "<>"].contains(receipt.sender), "no machine answers a mail without a return path")
                #expect(receipt.subject.contains("Token accepted for another host"))
                #expect(receipt.text.contains(try #require(receipt.subject.firstMatch(of: /r\d{8}-1/)).output))
                // The same mail again is the same report.
                #expect(try await send(to: "in+\(token)@in.keyvault.example", through: port) == 0)
                #expect(try await send(to: "in+guessed@in.keyvault.example", through: port) != 0)
                try await eventually("the second mail") { try await house.lines().count == 2 }
                let reports = "SELECT count(*) FROM facts WHERE CAST(body AS TEXT) LIKE '%reportReceived%'"
                #expect(try await Stored.rows(reports, in: house.data) == [["1"]])
            }
            #expect(try relay.letters().count == 1)
        }
    }

    @Test("What `logger` sends by syslog is stored, in both of its framings", arguments: [true, false])
    func syslog(countsOctets: Bool) async throws {
        let port = try Port.free()
        let house = try Installation(
            sources: ["machines"],
            more: "\nlisteners: {syslog: {address: \"127.0.0.1:\(port)\", source: machines}}\n")
        try await house.serving { _ in
            let framing = countsOctets ? ["--octet-count"] : []
            let arguments =
                ["--tcp", "-n", "127.0.0.1", "-P", "\(port)", "--rfc5424", "-t", "vault"] + framing + [
                    "sealed by password=hunter2"
                ]
            let outcome = try await Child.running("/usr/bin/logger", arguments) {
                try await $0.end(within: .seconds(10))
            }
            #expect(outcome.status == 0, "\(outcome.errors)")
            let line = try await eventually("the line") { try await house.lines().first }
            #expect(line.contains("sealed by"))
            #expect(!line.contains("hunter2"), "what looks like a secret is not kept")
        }
    }

    /// Sends one mail as a mail server would; answers with the exit code.
    private func send(to recipient: String, through port: Int) async throws -> Int32 {
        let script = """
            import smtplib, sys
            mail = ("From: Ada <ada@researcher.example>\\r\\nTo: security@keyvault.example\\r\\n"
                    "Subject: Token accepted for another host\\r\\nMessage-ID: <one@researcher.example>\\r\\n"
                    "Date: Sun, 22 Nov 2026 09:00:00 +0000\\r\\n\\r\\nSteps follow.\\r\\n")
            smtplib.SMTP("127.0.0.1", int(sys.argv[1])).sendmail("ada@researcher.example", [sys.argv[2]], mail)
            """
        return try await Child.running(Stored.python, ["-c", script, "\(port)", recipient]) {
            try await $0.end(within: .seconds(20))
        }.status
    }
}
