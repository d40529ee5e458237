import ArgumentParser
import Courier
import Foundation
import Logging
import OnRecord
import Server

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs OnRecord: takes signals, keeps the clocks, sends mail, publishes the record.",
        discussion: """
            The relay that takes mail stands in the environment variable ONRECORD_SMTP, so that its password is in no process \
            list: smtp://user:password@relay.example:587 (STARTTLS) or smtps://…:465. URLs of containment hooks stand in the \
            variables that the policy's actions name, and a hook's signing secret in the same name with _SECRET behind it.
            """)

    @Option(help: "The policy file.")
    var policy: String

    @Option(
        help: "Where everything is kept; made when missing. Keep a backup of its `signer` folder apart from the rest.")
    var data: String

    @Option(name: .customLong("public"), help: "Listener for the trust site, host:port.")
    var publicAddress: String = "127.0.0.1:8080"

    @Option(
        name: .customLong("private"),
        help: "Listener for console, API and intake, host:port. Keep it on loopback or a VPN.")
    var privateAddress: String = "127.0.0.1:8081"

    @Flag(help: "Catch mails in the data folder and show them in the console instead of sending them.")
    var catchMail = false

    func run() async throws {
        let policy = try PolicyFile.load(policy)
        let environment = ProcessInfo.processInfo.environment
        let settings = ServerSettings(
            dataFolder: data, publicAddress: try Serve.address(publicAddress, "--public"),
            privateAddress: try Serve.address(privateAddress, "--private"),
            smtp: try smtp(environment), environment: environment)
        var logger = Logger(label: "onrecord") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let server = try await OnRecordServer(policy: policy, settings: settings, logger: logger) {
            print(
                """
                OnRecord is running for \(policy.organisation.name).
                  trust site  http://\(settings.publicAddress)/trust/
                  console     http://\(settings.privateAddress)/   (operator key: operatorKey in \(settings.dataFolder)/secrets.json)
                """)
            fflush(nil)
        }
        try await server.run()
    }

    /// A relay that takes longer is asked again: notices have minutes, not hours.
    private static let timeouts = SMTPConfiguration.Timeouts(
        connect: .seconds(10), reply: .seconds(60), acceptance: .seconds(120))

    private func smtp(_ environment: [String: String]) throws -> SMTPConfiguration? {
        if catchMail { return nil }
        guard let url = environment["ONRECORD_SMTP"], !url.isEmpty else {
            throw StartProblem(
                "No mail relay is configured, so nobody could be paged or told. Set ONRECORD_SMTP to smtp://user:password@host:587, "
                    + "or pass --catch-mail to keep mails here.", exitCode: .usage)
        }
        do { return try SMTPConfiguration(url: url, timeouts: Serve.timeouts) } catch {
            throw StartProblem("ONRECORD_SMTP: \(error)", exitCode: .usage)
        }
    }

    static func address(_ text: String, _ option: String) throws -> ServerSettings.Address {
        guard let address = ServerSettings.Address(text), address.port > 0 else {
            throw StartProblem(
                "\(option) is “\(text)”; expected host:port with a port from 1 to 65535. For example 127.0.0.1:8080.",
                exitCode: .usage)
        }
        return address
    }
}
