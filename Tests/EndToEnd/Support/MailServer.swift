import Foundation

/// Debian's aiosmtpd on a port of this machine.
struct MailServer {
    let port: Int
    private let folder: TemporaryFolder

    struct Letter: Decodable, Sendable {
        var sender: String
        var recipients: [String]
        var subject, messageID, text: String
        /// By their names in lower case.
        var headers: [String: String]
    }

    static func running<T>(_ body: (MailServer) async throws -> T) async throws -> T {
        let server = MailServer(port: try Port.free(), folder: try TemporaryFolder())
        let script = Program.shipped("Tests/Fixtures/mail-server.py")
        return try await Child.running(Stored.python, [script, "\(server.port)", server.folder.path]) { child in
            try await eventually("the mail server", hint: { child.errors }) { child.output.contains("ready") }
            return try await body(server)
        }
    }

    /// Mails in the order of their arrival.
    func letters() throws -> [Letter] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted().map {
            try JSONDecoder().decode(Letter.self, from: Data(contentsOf: URL(fileURLWithPath: folder / $0)))
        }
    }
}
