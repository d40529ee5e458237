import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("The console's door") struct ConsoleDoor {}
}

extension RealProgram.ConsoleDoor {
    @Test("Without a session every page and form leads to the login, and nothing is done")
    func noSession() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let id = try await house.confirmedIncident("Unknown admin session").id
            let pages = [
                "/", "/declare", "/incidents/\(id)", "/incidents/\(id)/deliveries", "/incidents/\(id)/credits",
                "/incidents/\(id)/credits/export", "/customers", "/mail",
            ]
            for path in pages { expectLogin(try await house.house.get(path)) }
            for path in [
                "/incidents", "/incidents/\(id)/acknowledgement", "/reports/rep-1/answer", "/customers",
                "/incidents/\(id)/credits", "/incidents/\(id)/credits/approval",
            ] {
                expectLogin(try await house.house.post(path, "class=unauthorised-access&title=Intruder"))
            }
            let forged = house.house.with(["Cookie": "onrecord_session=9999999999999.00000000000000000000000000000000"])
            expectLogin(try await forged.get("/"))
            #expect(try await house.house.get("/incidents/\(id)/events").status == 401)
            let incidents = try await house.incidents()
            #expect(incidents.map(\.id) == [id])
            #expect(incidents[0].milestones["acknowledged"] == nil)
        }
    }

    @Test("The operator key opens a session: an HttpOnly cookie that no other site's page can use")
    func session() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let wrong = try await house.house.post("/login", "key=orop_guessed")
            #expect(wrong.status == 401)
            #expect(wrong.headers["set-cookie"] == nil)

            let cookie = try await logIn(house)
            for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains("; \(attribute)")) }
            let operatorOfHouse = house.house.with(["Cookie": String(cookie.prefix { $0 != ";" })])
            let home = try await operatorOfHouse.get("/")
            #expect(home.status == 200)
            #expect(home.text.contains("Keyvault Edge"))
            #expect(home.headers["cache-control"] == "no-store")
            #expect(home.headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true)

            let form = "class=unauthorised-access&title=Unknown+admin+session"
            for other in [
                ["Origin": "https://elsewhere.example"], ["Sec-Fetch-Site": "cross-site"], ["Origin": "null"],
            ] {
                #expect(try await operatorOfHouse.with(other).post("/incidents", form).status == 403, "\(other)")
            }
            #expect(try await house.incidents().isEmpty)

            let own = try await operatorOfHouse.with(["Origin": house.house.base]).post("/incidents", form)
            #expect(own.status == 303)
            let room = try await operatorOfHouse.get(try #require(own.headers["location"]))
            #expect(room.status == 200)
            #expect(room.text.contains("Unknown admin session"))
        }
    }

    @Test("Logging out takes the cookie back")
    func logOut() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let answer = try await house.house.post("/logout")
            expectLogin(answer)
            #expect(answer.headers["set-cookie"]?.contains("Max-Age=0") == true)
        }
    }

    private func logIn(_ house: Installation) async throws -> String {
        let answer = try await house.house.post("/login", "key=\(try house.secrets().operatorKey)")
        #expect(answer.status == 303)
        #expect(answer.headers["location"] == "/")
        return try #require(answer.headers["set-cookie"])
    }

    private func expectLogin(_ answer: Web.Answer, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(answer.status == 303, sourceLocation: sourceLocation)
        #expect(answer.headers["location"] == "/login", sourceLocation: sourceLocation)
    }
}
