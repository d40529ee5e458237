import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("The intake") struct IntakeDoor {}
}

extension RealProgram.IntakeDoor {
    @Test("Whoever carries no token, or a wrong one, is refused with a remedy and stores nothing")
    func strangers() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let secrets = try house.secrets()
            for path in ["/in/ndjson", "/in/alertmanager", "/in/orsrc_guessed/grafana", "/v2/enqueue", "/v1/logs"] {
                #expect(try await house.house.post(path, "{}").status == 401, "\(path)")
            }
            for token in [nil, "orsrc_guessed", "", secrets.operatorKey, secrets.registryKey] {
                try expectNoEntry(try await Web(house.house.base, bearer: token).ship(#"{"event":"x"}"#))
            }
            let open = house.house.with(["Authorization": "Basic \(secrets.sources["edge"] ?? "")"])
            try expectNoEntry(try await open.ship("{}"))
            #expect(try await house.lines().isEmpty)
        }
    }

    @Test("The API and the token registry refuse strangers in the same words of shape")
    func otherDoors() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let source = try house.sender("edge")
            for web in [house.house, source] {
                try expectNoEntry(try await web.get("/api/v1/incidents"))
                try expectNoEntry(try await web.post("/api/v1/customers", "[]"))
                try expectNoEntry(try await web.post("/registry/introspect", "token=x"))
                try expectNoEntry(try await web.post("/registry/tokens", "customer=x"))
            }
        }
    }

    @Test("A line that is no JSON is named by its number and kept; the good lines count")
    func malformedLine() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let lines = [#"{"event":"first"}"#, #"{"event": broken"#, "", "a plain line", #"{"event":"last"}"#]
            let answer = try await house.sender("edge").ship(lines.joined(separator: "\n"))
            #expect(answer.status == 202)
            let receipt = try answer.decoded(Receipt.self)
            #expect(receipt.stored == 4, "the empty line is none")
            #expect(receipt.unparsed.map(\.line) == [2])
            #expect(receipt.unparsed.allSatisfy { !$0.reason.isEmpty })
            #expect(try await house.lines() == lines.filter { !$0.isEmpty }, "kept as it came, the bad line too")
        }
    }

    @Test("A body over the limit is answered 413 with a remedy, however its length is told", arguments: [true, false])
    func tooLarge(isChunked: Bool) async throws {
        let house = try Installation()
        try await house.serving { server in
            let body = house.folder / "body"
            let line = #"{"event":"\#(String(repeating: "x", count: 1000))"}"# + "\n"
            _ = try house.folder.write(String(repeating: line, count: (8 << 20) / line.utf8.count + 1), to: "body")
            let told = isChunked ? ["-H", "Transfer-Encoding: chunked"] : []
            let (status, answer) = try await curl(
                told + [
                    "-H", "Authorization: Bearer \(try house.secrets().sources["edge"] ?? "")", "--data-binary",
                    "@\(body)",
                    "\(house.house.base)/in/ndjson",
                ])
            #expect(status == 413)
            #expect(answer.contains("\"remedy\":\"Send it in several requests"))
            #expect(server.isRunning)
            #expect(try await house.sender("edge").ship("{}").status == 202, "the door stays open for others")
            #expect(try await house.lines().count == 1)
        }
    }

    @Test("Fifty bodies at once are all answered 202, and every signal is stored once")
    func crowd() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let sender = try house.sender("edge")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for body in 0..<50 {
                    let lines = (0..<20).map { #"{"event":"crowd","number":\#(body * 20 + $0)}"# }
                    group.addTask { try await sender.ship(lines.joined(separator: "\n")).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 202, count: 50))
            let lines = try await house.lines()
            #expect(lines.count == 1000)
            #expect(Set(lines).count == 1000)
        }
    }

    private struct Receipt: Decodable {
        struct Line: Decodable {
            var line: Int
            var reason: String
        }
        var stored: Int
        var unparsed: [Line]
    }

    private func expectNoEntry(_ answer: Web.Answer, sourceLocation: SourceLocation = #_sourceLocation) throws {
        struct Problem: Decodable {
            var title, detail, remedy: String
            var status: Int
        }
        #expect(answer.status == 401, sourceLocation: sourceLocation)
        #expect(answer.headers["content-type"] == "application/problem+json", sourceLocation: sourceLocation)
        #expect(answer.headers["www-authenticate"] == "Bearer", sourceLocation: sourceLocation)
        let problem = try answer.decoded(Problem.self)
        #expect(
            problem.status == 401 && problem.remedy.contains("Authorization: Bearer"), sourceLocation: sourceLocation)
    }
}
