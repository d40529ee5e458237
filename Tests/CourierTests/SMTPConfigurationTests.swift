import Testing

@testable import Courier

@Suite("SMTP settings")
struct SMTPConfigurationTests {
    @Test(
        "say with their URL how the connection is secured",
        arguments: [
            ("smtp://mail.vault.example", "mail.vault.example", 587, .startTLS),
            ("smtp://mail.vault.example:25?starttls=never", "mail.vault.example", 25, .none),
            ("smtps://mail.vault.example", "mail.vault.example", 465, .tls),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, .none),
            ("smtp://localhost:2525/?starttls=required", "localhost", 2525, .startTLS),
            ("smtp://[::1]:2525", "::1", 2525, .none),
            ("SMTP://127.0.0.1.vault.example", "127.0.0.1.vault.example", 587, .startTLS),
        ] as [(String, String, Int, SMTPConfiguration.Security)])
    func security(url: String, host: String, port: Int, security: SMTPConfiguration.Security) throws {
        let configuration = try SMTPConfiguration(url: url)
        #expect(configuration.host == host)
        #expect(configuration.port == port)
        #expect(configuration.security == security)
        #expect(configuration.credentials == nil)
    }

    @Test("decode reserved characters of user and password")
    func credentials() throws {
        let configuration = try SMTPConfiguration(url: "smtp://ada%40vault:p%3A%2F%40%23@mail.vault.example:2587")
        #expect(configuration.credentials == .init(username: "ada@vault", password: "p:/@#"))
    }

    @Test(
        "that cannot work are refused without repeating the password",
        arguments: [
            "", "mail.vault.example", "http://ada:hunter2@mail.vault.example", "smtp://ada:hunter2@",
            "smtp://ada:hunter2@mail.vault.example/inbox", "smtp://ada:hunter2@mail.vault.example:99999",
            "smtp://ada:hunter2@mail.vault.example?starttls=never", "smtp://ada:hunter2@mail.vault.example?tls=1",
            "smtps://ada:hunter2@mail.vault.example?starttls=never", "smtp://ada:hunter2#x@mail.vault.example",
            "smtp://ada:hunter2%00@mail.vault.example",
            "smtp://:hunter2@mail.vault.example", "smtp://hunter2@mail.vault.example", "smtp://ada:hun ter2@ma il",
        ])
    func refused(url: String) throws {
        let problem = #expect(throws: MailProblem.self) { try SMTPConfiguration(url: url) }
        let text = try #require(problem).description
        #expect(!text.contains("hunter2"))
    }

    @Test("never show the password when they are printed")
    func printing() throws {
        let configuration = try SMTPConfiguration(url: "smtps://ada:hunter2@mail.vault.example")
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("hunter2"))
        #expect(dumped.contains("ada"))
    }

    @Test("name the file of certificates that cannot be read")
    func missingRoots() throws {
        let configuration = try SMTPConfiguration(
            host: "mail.vault.example", port: 465, trustRoots: "/nowhere/roots.pem")
        let problem = #expect(throws: MailProblem.self) { try SMTPClient(configuration: configuration) }
        #expect(try #require(problem).found == "/nowhere/roots.pem")
    }
}
