import Foundation
import OnRecord
import Server
import Testing

extension RealProgram {
    @Suite("News by mail") struct NewsByMail {}
}

extension RealProgram.NewsByMail {
    private static let json = "application/json"

    @Test(
        "Asked for, confirmed by a button, told of an incident in one thread, and left by one click",
        arguments: ["http", "https"])
    func wholeLife(scheme: String) async throws {
        try await MailServer.running { relay in
            let house = try Installation()
            let policy = try String(contentsOfFile: house.policy, encoding: .utf8)
            _ = try house.folder.write(policy.replacing("site: http:", with: "site: \(scheme):"), to: "onrecord.yaml")
            try await house.serving(relay: relay.port) { _ in
                try await subscribe("ada@reader.example", house, relay)
                try await subscribe("bob@reader.example", house, relay)
                let incident = try await house.confirmedIncident("Unknown admin session")
                let page = try await letter(to: "ada@reader.example", "Incident confirmed", relay)
                #expect(page.text.contains(try #require(incident.page)))
                #expect(page.headers["list-id"] == "<news.keyvault.example>")
                #expect(page.headers["in-reply-to"] == nil && page.headers["auto-submitted"] == "auto-generated")

                try await write("updates", "We are on it.", incident, house)
                let update = try await letter(to: "ada@reader.example", "We are on it.", relay)
                #expect(update.headers["in-reply-to"] == page.messageID)
                #expect(update.headers["references"] == page.messageID && update.subject == "Re: \(page.subject)")

                let list = try #require(update.headers["list-unsubscribe"])
                let link = String(try #require(list.wholeMatch(of: /<https?:\/\/[^\/]+(\/u\/[0-9a-f]{32})>/)).output.1)
                #expect(list.hasPrefix("<\(scheme)://"))
                // One click asks for HTTPS (RFC 8058, section 3.1).
                let oneClick = scheme == "https" ? "List-Unsubscribe=One-Click" : nil
                #expect(update.headers["list-unsubscribe-post"] == oneClick)
                #expect(try await house.site.get(link).text.contains("Unsubscribe"))
                #expect(try await counts(house).confirmed == 2)
                for _ in 0..<2 {
                    #expect(try await house.site.post(link, "List-Unsubscribe=One-Click").status == 200)
                }
                #expect(try await counts(house).confirmed == 1)
                #expect(try await house.site.get(link).status == 404)

                try await write("updates", "It is over.", incident, house)
                _ = try await letter(to: "bob@reader.example", "It is over.", relay)
                let all = try relay.letters()
                #expect(!all.contains { $0.recipients == ["ada@reader.example"] && $0.text.contains("It is over.") })
                #expect(Set(all.map(\.messageID)).count == all.count)
            }
        }
    }

    @Test("The notice to an affected customer carries no way to unsubscribe, and comes to who has left the news")
    func noticesAreNoNews() async throws {
        try await MailServer.running { relay in
            let house = try Installation()
            try await house.serving(relay: relay.port) { _ in
                let address = "security@customer.example"
                let link = try await subscribe(address, house, relay)
                #expect(try await house.site.post(link, "List-Unsubscribe=One-Click").status == 200)
                let customer = #"[{"id":"c1","name":"Nord","mail":"\#(address)","periodPrice":4900,"currency":"EUR"}]"#
                #expect(try await house.api().post("/api/v1/customers", customer, type: Self.json).status == 201)
                let body = #"{"class":"unauthorised-access","title":"Unknown admin session"}"#
                let id = try await house.api().post("/api/v1/incidents", body, type: Self.json)
                    .decoded(IncidentID.self).id
                let scope = #"{"customers":["c1"],"data":["keys"],"services":["proxy"]}"#
                for (noun, body) in [("scope", scope), ("confirmation", "{}")] {
                    let answer = try await house.api().post("/api/v1/incidents/\(id)/\(noun)", body, type: Self.json)
                    #expect(answer.status == 200, "\(answer.text)")
                }
                let notice = try await letter(to: address, "WHICH DATA IT TOUCHES", relay)
                #expect(!notice.headers.keys.contains { $0.hasPrefix("list-") })
            }
        }
    }

    @Test("Nobody learns from the form who reads us: known, waiting and unknown addresses get the same bytes")
    func sameAnswer() async throws {
        try await MailServer.running { relay in
            let house = try Installation()
            try await house.serving(relay: relay.port) { _ in
                try await subscribe("ada@reader.example", house, relay)
                let answers = try await ["ada@reader.example", "bob@reader.example", "BOB@reader.example"].asyncMap {
                    try await house.site.post("/trust/subscribe", "mail=\($0)&topic=incidents&pace=at_once")
                }
                #expect(answers.allSatisfy { $0.status == 200 && $0.bytes == answers[0].bytes })
                _ = try await letter(to: "bob@reader.example", "Opening it does nothing", relay)
                // Within the hour no second mail is owed to either.
                #expect(try relay.letters().count == 2)
                #expect(try await counts(house) == Counts(confirmed: 1, daily: 0, waiting: 1))
            }
        }
    }

    @Test("A confirmation that is cut off, forged or only looked at subscribes nobody")
    func forged() async throws {
        try await MailServer.running { relay in
            let house = try Installation()
            try await house.serving(relay: relay.port) { _ in
                let link = try await ask("ada@reader.example", house, relay)
                #expect(try await house.site.get(link).status == 200)
                #expect(try await house.site.send("HEAD", link).status == 200)
                for bad in [String(link.dropLast()), link + "0", String(link.dropLast(4)) + "0000"] {
                    #expect(try await house.site.post(bad).status == 404, "\(bad)")
                }
                #expect(try await counts(house) == Counts(confirmed: 0, daily: 0, waiting: 1))
            }
        }
    }

    @Test("What cannot be taken is refused with what was typed kept, and a flood is slowed down")
    func refusals() async throws {
        let house = try Installation()
        try await house.serving { _ in
            for (fields, words) in [
                ("mail=ada&topic=incidents", "expected one mail address"),
                ("mail=ada@reader.example", "No kind of news"),
                ("mail=ada@reader.example&topic=everything", "A topic is"),
                ("mail=ada@reader.example&topic=notes&service=nothing", "A service is"),
                ("mail=ada@reader.example%0d%0aBcc:+x&topic=notes", "expected one mail address"),
            ] {
                let answer = try await house.site.post("/trust/subscribe", fields)
                #expect(answer.status == 422 && answer.text.contains(words), "\(fields): \(answer.text)")
            }
            #expect(try await house.site.post("/trust/subscribe", String(repeating: "a", count: 9000)).status == 413)
            var statuses: Set<Int> = []
            for number in 0..<40 {
                let fields = "mail=r\(number)@reader.example&topic=incidents"
                statuses.insert(try await house.site.post("/trust/subscribe", fields).status)
            }
            #expect(statuses == [200, 429])
        }
    }

    @Test("The subscription is changed behind the link in each mail, and an operator can erase somebody who asks")
    func changeAndErase() async throws {
        try await MailServer.running { relay in
            let house = try Installation()
            try await house.serving(relay: relay.port) { _ in
                let link = try await subscribe("ada@reader.example", house, relay)
                let saved = try await house.site.post("\(link)/choices", "topic=post_mortems&pace=daily&service=proxy")
                #expect(saved.status == 200 && saved.text.contains("Saved"))
                #expect(try await counts(house).daily == 1)
                #expect(try await house.site.post("\(link)/choices", "pace=daily").status == 422)
                let erased = try await house.api().post("/api/v1/subscribers/erasure", "mail=ADA@reader.example")
                #expect(erased.status == 200 && erased.text.contains("true"))
                #expect(try await counts(house).confirmed == 0)
                #expect(try await house.house.get("/api/v1/subscribers").status == 401)
                let left = try await Stored.rows("SELECT count(*) FROM subscribers", in: house.data)
                #expect(left == [["0"]])
            }
        }
    }

    @Test("A mail program's POST ends the subscription, in either encoding, without cookie, question or redirect")
    func oneClick() async throws {
        #expect(FixtureCase.unsubscriptions.count == 2)
        try await DoorHouse.serving(from: FixtureCase.earliest) { house in
            for request in FixtureCase.unsubscriptions {
                let store = house.server.house.store
                let key = String(try #require(request.path.split(separator: "/").last))
                let now = house.clock.now()
                let subscriber = Subscriber(
                    id: "s-\(request.id)", mail: "ada@reader.example", key: key, subscription: Subscription(),
                    requestedAt: now, greeting: .init(number: 1, at: now, due: nil))
                #expect(try store.request(subscriber) && store.confirm(subscriber.id, at: now) != nil)
                #expect(try await house.site.get(request.path).text.contains("ada@reader.example"))
                #expect(try store.subscriberCounts().confirmed == 1, "looking changes nothing")
                for _ in 0..<2 {
                    let answer = try await house.site.with(request.headers)
                        .send(request.method, request.path, bytes: request.body)
                    #expect(answer.status == 200 && answer.headers["location"] == nil, "\(request.id)")
                    #expect(answer.headers["set-cookie"] == nil)
                    #expect(try store.subscriberCounts().confirmed == 0, "\(request.id)")
                }
            }
        }
    }

    // MARK: - Chapters

    private struct Counts: Decodable, Equatable { var confirmed, daily, waiting: Int }
    private struct IncidentID: Decodable { var id: String }

    private func counts(_ house: Installation) async throws -> Counts {
        try await house.api().get("/api/v1/subscribers").decoded(Counts.self)
    }

    /// Asks for everything at once, and reads the path of the link to confirm in the mail.
    private func ask(_ mail: String, _ house: Installation, _ relay: MailServer) async throws -> String {
        let topics = "topic=incidents&topic=post_mortems&topic=maintenance&topic=notes"
        #expect(try await house.site.post("/trust/subscribe", "mail=\(mail)&\(topics)&pace=at_once").status == 200)
        let greeting = try await letter(to: mail, "Opening it does nothing", relay)
        return String(
            try #require(greeting.text.firstMatch(of: /https?:\/\/[^\/]+(\/trust\/subscribe\/\S+)/)).output.1)
    }

    /// - Returns: where the subscription is changed or ended.
    @discardableResult
    private func subscribe(_ mail: String, _ house: Installation, _ relay: MailServer) async throws -> String {
        let answer = try await house.site.post(try await ask(mail, house, relay))
        #expect(answer.status == 200 && answer.text.contains("You are subscribed"))
        return String(try #require(answer.text.firstMatch(of: /\/u\/[0-9a-f]{32}/)).output)
    }

    private func write(_ noun: String, _ text: String, _ incident: IncidentView, _ house: Installation) async throws {
        let answer = try await house.api().post(
            "/api/v1/incidents/\(incident.id)/\(noun)", #"{"text":"\#(text)"}"#, type: Self.json)
        #expect(answer.status == 200, "\(answer.text)")
    }

    private func letter(to mail: String, _ words: String, _ relay: MailServer) async throws -> MailServer.Letter {
        try await eventually("a mail to \(mail) that says “\(words)”") {
            try relay.letters().first { $0.recipients == [mail] && $0.text.contains(words) }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
