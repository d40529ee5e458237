import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("What an operator does, by form and by API") struct OperatorDoors {}
}

extension RealProgram.OperatorDoors {
    private static let json = "application/json"
    private static let postMortem = [
        "what_happened": "A token was copied from a build log.", "why": "The log was public.",
        "how_found": "A rule saw it used from a strange address.", "what_was_done": "It was revoked.",
        "what_changes": "Logs are masked.",
    ]

    /// Every act on a confirmed incident, in an order in which each is possible.
    private static let story: [(noun: String, fields: [String: String])] = [
        ("acknowledgement", [:]),
        ("scope", ["data": "personal_data", "services": "proxy", "all_customers": "on"]),
        ("impact", ["minutes": "7", "share": "2", "text": "Some requests failed."]),
        ("risk", ["risk": "high"]),
        ("confirmation", [:]),
        (
            "assessment",
            [
                "answers.personal_data": "yes", "answers.happened": "yes", "answers.confidentiality": "yes",
                "risk": "high", "people.all": "3",
            ]
        ),
        ("particulars", ["particulars.likely_consequences": "Phishing."]),
        ("filings", ["duty": "eu-gdpr-33-1", "text": "As known."]),
        ("conclusion", ["reasoning": "The log shows reads."]),
        ("notices", ["kind": "people_notice"]),
        ("waivers", ["promise": "contain", "reason": "A supplier has to contain it."]),
        ("milestones", ["milestone": "contained"]),
        ("actions", ["action": "rollback"]),
        ("updates", ["text": "We are on it."]),
        ("notes", ["text": "Looks like a stolen token."]),
        ("postmortem", postMortem.merging(["follow_ups": "Mask logs | platform | 2026-12-15"]) { old, _ in old }),
        ("corrections", ["text": "It was two tokens."]),
        ("followups", ["text": "Mask logs"]),
        ("credits", [:]),
    ]

    @Test("Every act succeeds by both doors, and there is no act that this story leaves out", arguments: [true, false])
    func everyNoun(isForm: Bool) async throws {
        struct Problem: Decodable { var detail: String }
        let house = try Installation(more: "\nduties: [eu-gdpr-33-1]\n")
        try await house.serving { _ in
            let done = isForm ? 303 : 200
            let customers =
                #"[{"id":"c1","name":"Example","mail":"c1@customer.example","periodPrice":4900,"currency":"EUR"}]"#
            #expect(try await house.api().post("/api/v1/customers", customers, type: Self.json).status == 201)
            let id = try await declare(in: house)
            for (noun, fields) in Self.story {
                let answer = try await act(noun, fields, on: id, in: house, isForm: isForm)
                #expect(answer.status == done, "\(noun): \(answer.text)")
            }
            let harmless = try await declare(in: house)
            let listed = try await act(
                "changelog", ["text": "Slow for an hour."], on: harmless, in: house, isForm: isForm)
            #expect(listed.status == done, "\(listed.text)")
            let falseAlarm = try await declare(in: house)
            let dismissed = try await act(
                "dismissal", ["reason": "It was a test."], on: falseAlarm, in: house, isForm: isForm)
            #expect(dismissed.status == done, "\(dismissed.text)")

            let unknown = try await act("nonsense", [:], on: id, in: house, isForm: false)
            #expect(unknown.status == 422)
            let detail = try unknown.decoded(Problem.self).detail
            let known = try #require(detail.firstMatch(of: /expected one of (.+)\. Use/)).output.1
            // Credits have a door of their own, and a contact needs a customer whom no mail reached.
            let told = Self.story.map(\.noun).filter { $0 != "credits" } + ["dismissal", "changelog", "contacts"]
            #expect(Set(known.split(separator: ", ").map { String($0) }) == Set(told))
        }
    }

    @Test("An act whose fields are missing is answered with what to correct, by both doors", arguments: [true, false])
    func emptyActs(isForm: Bool) async throws {
        let house = try Installation()
        try await house.serving { server in
            let id = try await house.confirmedIncident("Unknown admin session").id
            for noun in ["risk", "milestones", "actions", "updates", "notes", "postmortem", "waivers", "followups"] {
                let answer = try await act(noun, [:], on: id, in: house, isForm: isForm)
                #expect(answer.status == 422, "\(noun): \(answer.text)")
            }
            #expect(server.isRunning)
        }
    }

    @Test("An absurd impact is refused by both doors; the room stays open, and so it does after a restart")
    func absurdImpact() async throws {
        let house = try Installation()
        let id = try await house.serving { server in
            let id = try await house.confirmedIncident("Unknown admin session").id
            for minutes in ["1e17", "99999999999", "9223372036854775807", "-1"] {
                for isForm in [true, false] {
                    let answer = try await act("impact", ["minutes": minutes], on: id, in: house, isForm: isForm)
                    #expect(answer.status == 422, "\(minutes)")
                }
            }
            let number = try await house.api().post(
                "/api/v1/incidents/\(id)/impact", #"{"minutes":1e17}"#, type: Self.json)
            #expect(number.status == 422)
            #expect(try await house.api().get("/incidents/\(id)").status == 200)
            #expect(server.isRunning)
            return id
        }
        try await house.serving { _ in
            let room = try await house.api().get("/incidents/\(id)")
            #expect(room.status == 200)
            let possible = try await act("impact", ["minutes": "5256000"], on: id, in: house, isForm: true)
            #expect(possible.status == 303, "ten years can be stated")
        }
    }

    @Test("A follow-up is marked done by the title it was published with, and by no other")
    func followUp() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let id = try await house.confirmedIncident("Unknown admin session").id
            let early = try await act("followups", ["text": "Mask logs"], on: id, in: house, isForm: false)
            #expect(early.status == 422, "nothing was promised yet")
            let parts = Self.postMortem.merging([
                "follow_ups": "Mask logs | platform | 2026-12-15"
            ]) { old, _ in old }
            #expect(try await act("postmortem", parts, on: id, in: house, isForm: false).status == 200)
            for other in ["Mask", "mask logs", "Mask logs | platform | 2026-12-15", "Something else"] {
                let answer = try await act("followups", ["text": other], on: id, in: house, isForm: false)
                #expect(answer.status == 422, "\(other)")
                #expect(answer.text.contains("Mask logs"), "the refusal names what was published")
            }
            #expect(try await doneEntries(of: house) == 0)
            #expect(try await act("followups", ["text": "Mask logs"], on: id, in: house, isForm: false).status == 200)
            #expect(try await doneEntries(of: house) == 1)
        }
    }

    private func declare(in house: Installation) async throws -> String {
        let body = #"{"class":"unauthorised-access"}"#
        let answer = try await house.api().post("/api/v1/incidents", body, type: Self.json)
        #expect(answer.status == 201)
        return try answer.decoded(IncidentView.self).id
    }

    private func act(
        _ noun: String, _ fields: [String: String], on id: String, in house: Installation, isForm: Bool
    ) async throws -> Web.Answer {
        if isForm {
            let pairs = fields.map { name, value in
                "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
            }
            return try await house.api().post("/incidents/\(id)/\(noun)", pairs.joined(separator: "&"))
        }
        let body = String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
        return try await house.api().post(
            "/api/v1/incidents/\(id)/\(noun)", body, type: Self.json)
    }

    private func doneEntries(of house: Installation) async throws -> Int {
        let sql = "SELECT position FROM entries WHERE CAST(leaf AS TEXT) LIKE '%follow_up_done%'"
        return try await Stored.rows(sql, in: house.data).count
    }
}
