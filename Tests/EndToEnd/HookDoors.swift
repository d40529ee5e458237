import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("Containment hooks") struct HookDoors {}
}

extension RealProgram.HookDoors {
    private static let secret = "whsec_" + Data("a secret of two parties".utf8).base64EncodedString()

    @Test("A hook that answers 200 has rolled back, and it was asked once")
    func success() async throws {
        try await rollingBack(answering: 200) { house, hook in
            try await eventually("the rollback") {
                try await house.incidents().first?.milestones["rolled_back"] != nil
            }
            #expect(try hook.requests().map(\.path) == ["/hook"])
        }
    }

    @Test("A redirect is a failure: nothing was rolled back, and the address it leads to is never asked")
    func redirect() async throws {
        try await rollingBack(answering: 302) { house, hook in
            try await eventually("the outcome") { try await outcomes(of: house).contains { $0.contains("HTTP 302") } }
            let incident = try #require(try await house.incidents().first)
            #expect(incident.milestones["rollback_started"] != nil)
            #expect(incident.milestones["rolled_back"] == nil)
            #expect(try hook.requests().map(\.path) == ["/hook"])
        }
    }

    @Test("The request names its message and moment, and is signed as Standard Webhooks asks")
    func signed() async throws {
        try await rollingBack(answering: 200) { house, hook in
            let request = try await eventually("the request") { try hook.requests().first }
            let headers = request.headers
            let id = try #require(headers["webhook-id"])
            #expect(id.hasPrefix("msg_") && !id.contains("."), "\(id)")
            let seconds = try #require(headers["webhook-timestamp"].flatMap { Double($0) })
            #expect(abs(seconds - Date().timeIntervalSince1970) < 300)
            #expect(headers["webhook-signature"] == request.signature)
            #expect(headers["content-type"] == "application/json")
            let incident = try #require(try await house.incidents().first)
            #expect(request.body.contains(incident.id) && request.body.contains("action.rollback"), "\(request.body)")
        }
    }

    @Test("Without a secret the request carries no signature")
    func unsigned() async throws {
        try await rollingBack(answering: 200, secret: nil) { _, hook in
            let request = try await eventually("the request") { try hook.requests().first }
            #expect(request.headers["webhook-id"] != nil)
            #expect(request.headers["webhook-signature"] == nil)
        }
    }

    /// An incident is declared, and the policy's rollback is started against a hook.
    private func rollingBack(
        answering status: Int, secret: String? = RealProgram.HookDoors.secret,
        _ body: (Installation, HookServer) async throws -> Void
    ) async throws {
        let house = try Installation()
        try await HookServer.answering(status, secret: RealProgram.HookDoors.secret) { hook in
            var environment = ["ONRECORD_HOOK_ROLLBACK": hook.url]
            environment["ONRECORD_HOOK_ROLLBACK_SECRET"] = secret
            let arguments = house.arguments() + ["--catch-mail"]
            try await Child.running(Program.path, arguments, environment: environment) { server in
                try await eventually("the greeting", within: .seconds(60), hint: { server.errors }) {
                    server.output.contains("console")
                }
                let id = try await house.confirmedIncident("Unknown admin session").id
                let answer = try await house.api().post("/api/v1/incidents/\(id)/actions", "action=rollback")
                #expect(answer.status == 200, "\(answer.text)")
                try await body(house, hook)
            }
        }
    }

    private func outcomes(of house: Installation) async throws -> [String] {
        let sql = "SELECT body FROM facts WHERE CAST(body AS TEXT) LIKE '%\"settled\"%'"
        return try await Stored.rows(sql, in: house.data).map { $0[0] }
    }
}
