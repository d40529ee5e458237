import Foundation
import OnRecord
import Server
import Testing

extension RealProgram {
    @Suite("Notices to many customers") struct NoticesByMail {}
}

extension RealProgram.NoticesByMail {
    private static let json = "application/json"
    private static let customers = 2000
    /// The sink behind Postfix refuses them for good, so that Postfix sends their mails back.
    private static let gone = 3

    @Test(
        "Through a real Postfix, with the server killed on the way, every customer is told under one Message-ID, and mails that come back open tasks",
        .enabled(if: getuid() == 0, "Postfix starts as root only"), .timeLimit(.minutes(10)))
    func throughPostfix() async throws {
        let listener = try Port.free()
        let house = try Installation(
            mail: "  bounces: in.keyvault.example\n  dkim: relay\n",
            more: "\nlisteners: {mail: {address: \"127.0.0.1:\(listener)\"}}\n")
        try await Postfix.running(hosts: ["in.keyvault.example": listener]) { postfix in
            var id = ""
            try await house.serving(relay: postfix.port) { server in
                id = try await prepare(house)
                let run = try await house.api().get("/api/v1/incidents/\(id)/notices/dry-run")
                    .decoded(NoticeDryRun.self)
                #expect(run.count == Self.customers && run.unknown == 0)
                #expect(run.domains.map(\.count).reduce(0, +) == Self.customers && run.domains.count == 3)
                #expect(run.sample?.plain.contains("Customer 0") == true)
                #expect(postfix.arrivals().allSatisfy { $0.recipient == "oncall@keyvault.example" })
                let confirmed = try await house.api().post(
                    "/api/v1/incidents/\(id)/confirmation", "{}", type: Self.json)
                #expect(confirmed.status == 200)
                try await eventually("some mails", within: .seconds(60), every: .milliseconds(2)) {
                    postfix.arrivals().count > 100
                }
                server.kill()
            }
            try await house.serving(relay: postfix.port) { server in
                try await eventually("more mails", within: .seconds(60), every: .milliseconds(2)) {
                    postfix.arrivals().count > 900
                }
                server.kill()
            }
            try await house.serving(relay: postfix.port) { _ in try await finish(house, id, postfix) }
        }
    }

    private func prepare(_ house: Installation) async throws -> IncidentID {
        let customers = (0..<Self.customers).map { number in
            let local = number < Self.gone ? "gone\(number)" : "security\(number)"
            return Customer(
                id: "c\(number)", name: "Customer \(number)",
                mail: "\(local)@\(["a", "b", "c"][number % 3]).customer.example")
        }
        let body = String(decoding: try JSONEncoder().encode(customers), as: UTF8.self)
        #expect(try await house.api().post("/api/v1/customers", body, type: Self.json).status == 201)
        let declared = try await house.api().post(
            "/api/v1/incidents", #"{"class":"unauthorised-access","title":"Keys were copied"}"#, type: Self.json)
        let id = try declared.decoded(IncidentView.self).id
        let scoped = try await house.api().post(
            "/api/v1/incidents/\(id)/scope", #"{"all_customers":true,"data":["keys"]}"#, type: Self.json)
        #expect(scoped.status == 200)
        return id
    }

    private func finish(_ house: Installation, _ id: IncidentID, _ postfix: Postfix) async throws {
        let progress = try await eventually("all accepted, and the lost ones back", within: .seconds(180)) {
            let found = try await house.api().get("/api/v1/incidents/\(id)/notices").decoded([NoticeProgress].self)
            return found.last.flatMap { $0.isOver && $0.bounced == Self.gone ? $0 : nil }
        }
        #expect(progress.accepted == Self.customers - Self.gone && progress.refused == 0)
        #expect(progress.unreached == Self.gone)
        try await eventually("every mail", within: .seconds(120)) {
            Set(notices(postfix).map(\.messageID)).count == Self.customers - Self.gone
        }
        let arrived = Set(notices(postfix))
        #expect(Set(arrived.map(\.recipient)).count == arrived.count, "nobody has two mails under two ids")

        let evidence = try await house.api().get("/api/v1/incidents/\(id)/deliveries?limit=1000").decoded(
            [Delivery].self)
        #expect(evidence.count == 1000)
        let ids = Set(arrived.map(\.messageID))
        for delivery in evidence where delivery.state == .done {
            #expect(ids.contains("<\(delivery.messageID ?? "")>"))
            #expect(delivery.textHash?.utf8.count == 44 && delivery.detail.hasPrefix("250 "))
        }
        try await reachOthers(house, id)
    }

    private func reachOthers(_ house: Installation, _ id: IncidentID) async throws {
        let server = ["--server", house.house.base, "--data", house.data]
        let tasks = try await house.api().get("/api/v1/incidents/\(id)/contacts").decoded([ContactTask].self)
        #expect(Set(tasks.compactMap(\.customer)) == ["c0", "c1", "c2"])
        #expect(tasks.allSatisfy { $0.cause == "bounced" && $0.status == "5.1.1" && !$0.answer.contains("gone") })
        let page = try await house.api().get("/incidents/\(id)/contacts")
        #expect(page.status == 200 && page.text.contains("Customer 0"))
        for task in tasks {
            let closed = try await Program.run(
                ["notice", "contacts", id, "--close", task.task, "--way", "phone", "--text", "Called the office."]
                    + server)
            #expect(closed.status == 0, "\(closed.errors)")
        }
        let progress = try await Program.run(["notice", "progress", id] + server)
        #expect(progress.status == 0)
        #expect(progress.output.contains("1997 of 2000 accepted") && !progress.output.contains("another way"))
        let again = try await Program.run(["notice", "contacts", id] + server)
        #expect(again.output == "Nobody is left to be reached another way.\n")
    }

    private func notices(_ postfix: Postfix) -> [Postfix.Arrival] {
        postfix.arrivals().filter { $0.recipient.hasPrefix("security") }
    }

    @Test(
        "What a stranger sends to an address for bounces, without its code or about somebody else's mail, changes nothing"
    )
    func forged() async throws {
        let listener = try Port.free()
        let house = try Installation(
            mail: "  bounces: in.keyvault.example\n",
            more: "\nlisteners: {mail: {address: \"127.0.0.1:\(listener)\"}}\n")
        try await house.serving { _ in
            let key = Delivery.key(purpose: Effect.noticePurpose(of: "i20261122-1"), member: "c0")
            try await eventually("the listener") { Port.isOpen(listener) }
            let report = Program.shipped("Tests/Fixtures/in/mail-dsn-failed.eml")
            let told = try await Child.running(
                "/usr/bin/curl",
                [
                    "-sS", "smtp://127.0.0.1:\(listener)", "--mail-from", "", "--mail-rcpt",
                    "bounces+\(key).0123456789abcdef@in.keyvault.example", "--upload-file", report,
                ]
            ) { try await $0.end(within: .seconds(30)) }
            #expect(told.status != 0 && told.errors.contains("550"), "\(told.errors)")
            #expect(try await house.lines().isEmpty)
        }
    }

    @Test("Mails are signed with both keys, and another implementation says so")
    func signed() async throws {
        let house = try Installation(mail: "  dkim: {selector: or1, ed25519: or2}\n")
        let records = try await Program.run("mail", "dkim", "--policy", house.policy, "--data", house.data)
        #expect(records.status == 0 && records.output.split(separator: "\n").count == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: "\(house.data)/dkim/or1.rsa")[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try await house.serving { _ in
            _ = try await house.confirmedIncident("A page is a mail as well")
            let mail = try await eventually("a caught mail") {
                try FileManager.default.contentsOfDirectory(atPath: "\(house.data)/mail").filter {
                    $0.hasSuffix(".eml")
                }.min()
            }
            let file = try String(contentsOfFile: "\(house.data)/mail/\(mail)", encoding: .utf8)
            // What the catcher wrote above the mail is not of the mail.
            let message = try house.folder.write(
                String(file[try #require(file.firstRange(of: "DKIM-Signature")).lowerBound...]), to: "mail.eml")
            let zone = try house.folder.write(records.output, to: "zone")
            let checked = try await Child.running(
                Stored.python, [Program.shipped("Tests/Fixtures/check-dkim.py"), message, zone]
            ) { try await $0.end(within: .seconds(30)) }
            let lines = checked.output.split(separator: "\n")
            #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix("pass") }, "\(checked.output)\(checked.errors)")
            #expect(
                lines.first?.hasPrefix("rsa-sha256 or1") == true && lines.last?.hasPrefix("ed25519-sha256 or2") == true)
        }
    }
}
