import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("Feeds and JSON, read by others' programs") struct FeedsOutside {}
}

extension RealProgram.FeedsOutside {
    private static let endpoints = [
        "summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
        "scheduled-maintenances/upcoming", "scheduled-maintenances/active",
    ]

    @Test("Every answer of the Statuspage API keeps to its schema, from the first day to a post-mortem")
    func schema() async throws {
        let house = try Installation()
        try await house.serving { _ in
            try await expectValid(house, "nothing has happened")
            let incident = try await house.confirmedIncident("Unknown admin session")
            try await act("scope", #"{"data":["logs"],"services":["proxy"]}"#, incident.id, house)
            try await act(
                "impact", #"{"minutes":"30","share":"20","text":"Some requests failed."}"#, incident.id, house)
            try await expectValid(house, "an incident is open")
            let summary = try await house.site.get("/api/v2/summary.json")
            #expect(summary.text.contains(#""status":"partial_outage""#))
            #expect(summary.headers["access-control-allow-origin"] == "*" && summary.headers["etag"] != nil)
            for milestone in ["contained", "resolved"] {
                try await act("acknowledgement", "{}", incident.id, house, orAlready: true)
                try await act("milestones", #"{"milestone":"\#(milestone)"}"#, incident.id, house)
            }
            try await expectValid(house, "it is over")
            #expect(try await house.site.get("/api/v2/nothing.json").status == 404)
        }
    }

    @Test("A feed reader finds the same incident in every format, and is told when nothing has changed")
    func feeds() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let incident = try await house.confirmedIncident("Unknown admin session")
            try await act("updates", #"{"text":"We are on it."}"#, incident.id, house)
            let id = "\(house.site.base)\(try #require(incident.page))"
            for path in ["/trust/incidents/feed.xml", "/trust/incidents/feed.atom", "/history.rss", "/history.atom"] {
                let answer = try await house.site.get(path)
                let read = try await python(Self.readFeed, input: answer.text)
                #expect(read == "False 1 \(id) True", "\(path): \(read)")
                let (tag, date) = (answer.headers["etag"] ?? "", answer.headers["last-modified"] ?? "")
                for known in [["If-None-Match": tag], ["If-Modified-Since": date]] {
                    #expect(try await house.site.with(known).get(path).status == 304, "\(path): \(known)")
                }
            }
            let date = try await house.site.get("/trust/incidents/feed.atom").headers["last-modified"] ?? ""
            try await act("milestones", #"{"milestone":"resolved"}"#, incident.id, house)
            let since = house.site.with(["If-Modified-Since": date, "If-None-Match": "\"another\""])
            #expect(try await since.get("/trust/incidents/feed.atom").status == 200)
            let json = try await house.site.get("/trust/incidents/feed.json")
            #expect(json.headers["content-type"]?.hasPrefix("application/feed+json") == true && json.text.contains(id))
        }
    }

    // MARK: - Tools

    /// Whether it is broken, how many entries it has, the first one's id, and whether that tells of the update.
    private static let readFeed = """
        import feedparser, sys
        feed = feedparser.parse(open(sys.argv[1]).read())
        entry = feed.entries[0]
        text = entry.content[0].value if "content" in entry else entry.description
        print(bool(feed.bozo), len(feed.entries), entry.id, "We are on it." in text)
        """

    private static let checkSchema = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[2]))
        for answer in json.load(open(sys.argv[1])):
            one = dict(schema, **{"$ref": "#/$defs/" + answer["shape"]})
            checker = jsonschema.Draft202012Validator(one, format_checker=jsonschema.FormatChecker())
            for problem in checker.iter_errors(answer["body"]):
                print(answer["name"], list(problem.absolute_path), problem.message)
        """

    private func expectValid(_ house: Installation, _ when: String) async throws {
        var answers: [String] = []
        for name in Self.endpoints {
            let answer = try await house.site.get("/api/v2/\(name).json")
            #expect(
                answer.status == 200 && answer.headers["content-type"]?.hasPrefix("application/json") == true, "\(name)"
            )
            let shape = "\(name.split(separator: "/")[0]).json"
            answers.append(#"{"name":"\#(name)","shape":"\#(shape)","body":\#(answer.text)}"#)
        }
        let schema = Program.shipped("Tests/Fixtures/statuspage-v2.schema.json")
        let problems = try await python(Self.checkSchema, input: "[\(answers.joined(separator: ","))]", schema)
        #expect(problems.isEmpty, "\(when): \(problems)")
    }

    private func python(_ script: String, input: String, _ more: String...) async throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write(input, to: "input")
        let outcome = try await Child.running(Stored.python, ["-c", script, file] + more) {
            try await $0.end(within: .seconds(30))
        }
        guard outcome.status == 0 else { throw Unexpected("python3 ended with \(outcome.status): \(outcome.errors)") }
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func act(_ noun: String, _ body: String, _ id: String, _ house: Installation, orAlready: Bool = false)
        async throws
    {
        let answer = try await house.api().post("/api/v1/incidents/\(id)/\(noun)", body, type: "application/json")
        #expect(answer.status == 200 || orAlready && answer.status == 409, "\(noun): \(answer.text)")
    }
}
