import Foundation
import OnRecord
import Server
import Testing

extension RealProgram {
    @Suite("A breach through the real program") struct BreachDoor {}
}

extension RealProgram.BreachDoor {
    private static let boundary = "----a1b2c3"

    /// A form with a file, as a browser sends it.
    private func multipart(_ fields: [String: String], file: (name: String, bytes: [UInt8])?) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += Array(
                "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            body += Array(
                "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"receipt\"; filename=\"\(file.name)\"\r\nContent-Type: application/pdf\r\n\r\n"
                    .utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        return body + Array("--\(Self.boundary)--\r\n".utf8)
    }

    private func upload(
        _ fields: [String: String], file: (name: String, bytes: [UInt8])? = nil, on id: String, in house: Installation
    ) async throws -> Web.Answer {
        try await house.api().with(["Content-Type": "multipart/form-data; boundary=\(Self.boundary)"])
            .send("POST", "/incidents/\(id)/filings?duty=eu-gdpr-33-1", bytes: multipart(fields, file: file))
    }

    private func post(_ path: String, _ fields: [(String, String)], in house: Installation) async throws -> Web.Answer {
        let pairs = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        return try await house.api().post(path, pairs.joined(separator: "&"))
    }

    private static let answers: [(String, String)] = [
        ("answers.personal_data", "yes"), ("answers.happened", "yes"), ("answers.confidentiality", "yes"),
        ("answers.integrity", "no"), ("answers.availability", "no"), ("data_sets", "accounts"), ("risk", "risk"),
        ("people.all", "1200"), ("people_by_place", "DE 1100\r\nAT 100"), ("reasoning", "The log shows reads."),
    ]

    @Test("What the people concerned were told has its evidence and its progress like the first notice")
    func peopleAreToldInSight() async throws {
        let house = try Installation("wrl")
        try await house.serving { _ in
            let customer = #"[{"id":"c1","name":"One","mail":"one@customer.example"}]"#
            #expect(try await house.api().post("/api/v1/customers", customer, type: "application/json").status == 201)
            let id = try await house.api().post(
                "/api/v1/incidents", #"{"class":"personal-data-breach","title":"Read"}"#, type: "application/json"
            ).decoded(IncidentView.self).id
            for (noun, body) in [
                ("scope", #"{"customers":["c1"],"data":["personal_data"]}"#), ("confirmation", "{}"),
                ("notices", #"{"kind":"people_notice"}"#),
            ] {
                let answer = try await house.api().post(
                    "/api/v1/incidents/\(id)/\(noun)", body, type: "application/json")
                #expect(answer.status == 200, "\(answer.text)")
            }
            try await eventually("both mails") {
                let progress = try await house.api().get("/api/v1/incidents/\(id)/notices").decoded(
                    [NoticeProgress].self)
                return progress.map(\.accepted) == [1, 1] && progress.allSatisfy(\.isSettled)
            }
            let page = try await house.api().get("/incidents/\(id)/deliveries").text
            #expect(page.contains("Mails to customers") && page.contains("The notice to the people concerned"))
        }
    }

    @Test(
        "Declared, aware for four days, assessed, concluded, filed late with reasons and a receipt: the register has all of it"
    )
    func wholeStory() async throws {
        struct Duty: Decodable { var id, verdict, standing: String }
        struct Row: Decodable {
            struct Filing: Decodable { var reasonsForDelay, reference, receiptSHA256, textSHA256: String }
            var id, nature: String
            var isNotifiable: Bool
            var filings: [Filing]
        }
        let house = try Installation("wrl")
        try await house.serving { _ in
            let declared = try await post(
                "/incidents", [("class", "personal-data-breach"), ("title", "Export was read")], in: house)
            let room = try #require(declared.headers["location"])
            let id = String(room.split(separator: "/")[1])
            let early = Date.now.addingTimeInterval(-4 * 86_400).formatted(.iso8601)
            #expect(
                try await post("\(room)/milestones", [("milestone", "aware"), ("at", early)], in: house).status == 303)

            let fresh = try await house.api().get("\(room)/assessment")
            #expect(fresh.status == 200)
            #expect(fresh.text.contains("Not answered"))
            let saved = try await post("\(room)/assessment", Self.answers, in: house)
            #expect(saved.headers["location"] == "\(room)/assessment#outcome")
            let outcome = try await house.api().get("\(room)/assessment").text
            #expect(outcome.contains("The data protection authority of Hesse"))
            #expect(outcome.contains("Owed, and late"))

            let refused = try await post("\(room)/assessment", [("people.all", "many"), ("risk", "high")], in: house)
            #expect(refused.status == 422)
            #expect(refused.text.contains("value=\"many\""))

            #expect(try await post("\(room)/conclusion", [("reasoning", "")], in: house).status == 422)
            let concluded = try await post("\(room)/conclusion", [("reasoning", "Accounts were read.")], in: house)
            #expect(concluded.headers["location"] == "\(room)/assessment#conclusion")

            let sheet = try await house.api().get("\(room)/sheets/eu-gdpr-33-1?language=de")
            #expect(sheet.status == 200)
            #expect(sheet.text.contains("lang=\"de\""))
            let markdown = try await house.api().get("\(room)/sheets/eu-gdpr-33-1/markdown")
            #expect(markdown.headers["content-type"]?.hasPrefix("text/markdown") == true)
            #expect(try await house.api().get("\(room)/sheets/eu-gdpr-33-2").status == 404, "no filing ends it")

            let filing = ["duty": "eu-gdpr-33-1", "text": "Line one\r\nLine two", "reference": "=cmd|' /C calc'!A0"]
            let withoutReasons = try await upload(filing, on: id, in: house)
            #expect(withoutReasons.status == 422)
            #expect(withoutReasons.text.contains("reasons"))
            #expect(withoutReasons.text.contains("Line two"))
            let receipt = Array("%PDF-1.7 \u{0}received".utf8)
            let filed = try await upload(
                filing.merging(["reasons_for_delay": "The night was long."]) { old, _ in old },
                file: ("Eingangsbestätigung.pdf", receipt), on: id, in: house)
            #expect(filed.status == 303, "\(filed.text)")

            let page = try await house.api().get("\(room)/filings").text
            let link = try #require(page.firstMatch(of: /href="(\/incidents\/[^"]+\/receipts\/[^"]+)"/)?.output.1)
            let download = try await house.api().get(String(link))
            #expect(download.bytes == receipt)
            #expect(download.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(download.headers["x-content-type-options"] == "nosniff")

            let duties = try await house.api().get("/api/v1/incidents/\(id)/duties").decoded([Duty].self)
            #expect(duties.first { $0.id == "eu-gdpr-33-1" }?.standing == "fulfilled late")
            let json = try await house.api().get("/register.json?role=controller&notifiable=yes")
            let row = try #require(try json.decoded([Row].self).first)
            #expect(row.nature == "breach" && row.isNotifiable)
            #expect(row.filings.map(\.reasonsForDelay) == ["The night was long."])
            #expect(page.contains(try #require(row.filings.first).receiptSHA256))
            let csv = try await house.api().get("/register.csv").text
            #expect(csv.contains("The night was long."))
            #expect(!csv.contains("\"="), "no cell begins like a formula")
            #expect(try await house.api().get("/register?role=processor").text.contains("Nothing matches."))
            #expect(try await house.api().get("/register/\(id)").text.contains("Accounts were read."))
        }
    }

    @Test("A receipt that is too large is refused in words, and the program goes on")
    func largeReceipt() async throws {
        let house = try Installation("wrl")
        try await house.serving { server in
            let declared = try await post("/incidents", [("class", "personal-data-breach")], in: house)
            let id = String(try #require(declared.headers["location"]).split(separator: "/")[1])
            for size in [(4 << 20) + 1, 9 << 20] {
                let answer = try await upload(
                    ["duty": "eu-gdpr-33-1"], file: ("big.pdf", Array(repeating: 7, count: size)), on: id, in: house)
                #expect(answer.status == 422)
                #expect(answer.text.contains("Keep"))
            }
            #expect(server.isRunning)
        }
    }

    @Test("What is asked of the register and its API in words nobody knows is answered with what can be asked")
    func strangeQuestions() async throws {
        struct Problem: Decodable { var detail: String }
        let house = try Installation("wrl")
        try await house.serving { _ in
            for path in ["/api/v1/register?state=ajar", "/register.csv?role=owner"] {
                let answer = try await house.api().get(path)
                #expect(answer.status == 422)
                #expect(try answer.decoded(Problem.self).detail.contains("expected one of"))
            }
            #expect(try await house.api().get("/register?state=ajar").text.contains("expected one of open, closed"))
            for path in ["assessment", "duties", "filings"] {
                #expect(try await house.api().get("/api/v1/incidents/i1/\(path)").status == 404)
                #expect(try await house.house.get("/api/v1/incidents/i1/\(path)").status == 401)
            }
            for path in ["/register", "/register.csv", "/register/i1", "/incidents/i1/receipts/d1"] {
                #expect(try await house.house.get(path).headers["location"] == "/login", "\(path)")
            }
        }
    }
}
