import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("The public listener") struct PublicDoor {}
}

extension RealProgram.PublicDoor {
    @Test("Every public page answers, to GET and HEAD alike")
    func pages() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let page = try #require(try await house.confirmedIncident("Unknown admin session").page)
            for (path, type) in [
                ("/trust/", "text/html"), ("/trust/incidents/", "text/html"), (page, "text/html"),
                ("/trust/promises/", "text/html"), ("/trust/incidents/feed.xml", "application/rss+xml"),
                ("/trust/report", "text/html"), ("/.well-known/security.txt", "text/plain"),
                ("/trust/record/checkpoint", "text/plain"), ("/trust/record/vkey", "text/plain"),
            ] {
                let answer = try await house.site.get(path)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.headers["content-type"]?.hasPrefix(type) == true, "\(path): \(answer.headers)")
                #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
                let head = try await house.site.send("HEAD", path)
                #expect(head.status == 200, "HEAD \(path)")
                #expect(head.bytes.isEmpty)
                #expect(head.headers["content-length"] == "\(answer.bytes.count)", "HEAD \(path)")
                #expect(head.headers["content-type"] == answer.headers["content-type"], "HEAD \(path)")
            }
            let root = try await house.site.get("/")
            #expect(root.status == 303 && root.headers["location"] == "/trust/")
            let short = try await house.site.get("/trust")
            #expect(short.status == 301 && short.headers["location"] == "/trust/")
        }
    }

    @Test("A page that has not changed is answered 304, and one that has is sent again")
    func unchanged() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let first = try await house.site.get("/trust/incidents/")
            let tag = try #require(first.headers["etag"])
            let again = house.site.with(["If-None-Match": tag])
            let unchanged = try await again.get("/trust/incidents/")
            #expect(unchanged.status == 304 && unchanged.bytes.isEmpty && unchanged.headers["etag"] == tag)
            #expect(
                try await house.site.with(["If-None-Match": "\"x\", W/\(tag)"]).get("/trust/incidents/").status == 304)
            try await house.confirmedIncident("Unknown admin session")
            let changed = try await again.get("/trust/incidents/")
            #expect(changed.status == 200 && changed.headers["etag"] != tag)
        }
    }

    @Test("Neither console nor intake nor API answers here, whatever key comes along")
    func nothingPrivate() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let secrets = try house.secrets()
            for token in [nil, secrets.operatorKey, secrets.sources["edge"], secrets.registryKey] {
                let stranger = Web(house.site.base, bearer: token)
                for path in ["/login", "/declare", "/incidents", "/mail", "/api/v1/incidents", "/readyz"] {
                    #expect(try await stranger.get(path).status == 404, "GET \(path)")
                }
                for path in [
                    "/login", "/in/ndjson", "/in/alertmanager", "/api/v1/incidents", "/registry/tokens",
                ] {
                    #expect(try await stranger.post(path, "key=\(secrets.operatorKey)").status == 404, "POST \(path)")
                }
            }
            #expect(try await house.lines().isEmpty)
        }
    }

    @Test("The record's files have the types and caching that tlog-tiles asks for")
    func recordFiles() async throws {
        let house = try Installation()
        try await house.serving { _ in
            try await house.confirmedIncident("Unknown admin session")
            let checkpoint = try await house.site.get("/trust/record/checkpoint")
            let size = try #require(checkpoint.text.split(separator: "\n").dropFirst().first.flatMap { Int($0) })
            #expect(checkpoint.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(checkpoint.headers["cache-control"] == "no-cache")
            let text = try #require(
                try FileManager.default.contentsOfDirectory(atPath: "\(house.data)/record/text").first)
            for (path, type) in [
                ("tile/0/000.p/\(size)", "application/octet-stream"),
                ("tile/entries/000.p/\(size)", "application/octet-stream"),
                ("text/\(text)", "text/plain; charset=utf-8"),
            ] {
                let file = try await house.site.get("/trust/record/\(path)")
                #expect(file.status == 200, "\(path)")
                #expect(file.headers["content-type"] == type, "\(path)")
                #expect(file.headers["cache-control"]?.contains("immutable") == true, "\(path)")
                #expect(file.headers["access-control-allow-origin"] == "*", "\(path)")
                #expect(
                    Data(file.bytes) == FileManager.default.contents(atPath: "\(house.data)/record/\(path)"), "\(path)")
            }
            let missing = try await house.site.get("/trust/record/tile/0/000")
            #expect(missing.status == 404)
            #expect(
                missing.headers["cache-control"] == "no-store",
                "a tile that is not there yet must not be remembered as missing")
        }
    }

    @Test("No path leads out of the record's folder")
    func traversal() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let key = try house.secrets().operatorKey
            for path in [
                "../secrets.json", "tile/../../secrets.json", "text/../../secrets.json", "%2e%2e/secrets.json",
                "text/%2e%2e/%2e%2e/secrets.json", "text/..%2f..%2fsecrets.json", "text/%2e%2e%2f%2e%2e%2fsecrets.json",
                "..%5csecrets.json", "text//etc/passwd", "//etc/passwd", "text/./../../secrets.json",
                "text/%00/../../secrets.json",
                "../signer/key.json", "signer/key.json", "secrets.json", "tile", "text", "text/", "",
            ] {
                let (status, answer) = try await curl(["\(house.site.base)/trust/record/\(path)"])
                #expect(status == 404, "\(path)")
                #expect(!answer.contains(key) && !answer.contains("root:"), "\(path)")
            }
        }
    }

    @Test("An address that leads nowhere is answered with a page that says so")
    func unknownPath() async throws {
        let house = try Installation()
        try await house.serving { _ in
            for path in [
                "/nowhere", "/trust/incidents/2026-01-01-nothing/", "/ack/inc-1/first/00",
                "/account/reissue/inc-1/cust-1/00",
            ] {
                let answer = try await house.site.get(path)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.headers["content-type"] == "text/html; charset=utf-8", "\(path)")
                #expect(answer.text.contains("<title>"), "\(path)")
            }
        }
    }

    @Test("A report from outside is taken with a number, and a flood of them is slowed down")
    func reports() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let first = try await house.site.post(
                "/trust/report", "text=Your+proxy+answered+with+a+stranger%27s+secret.")
            #expect(first.status == 200)
            #expect(first.text.contains("Your report is"))
            #expect(try await house.site.post("/trust/report", "text=").status == 422)
            var statuses: [Int] = []
            for _ in 0..<12 { statuses.append(try await house.site.post("/trust/report", "text=Once+more").status) }
            #expect(statuses.contains(429))
        }
    }
}
