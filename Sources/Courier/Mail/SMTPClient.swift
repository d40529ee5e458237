import NIOCore
import NIOPosix

/// Hands mails to one SMTP server, and tells of each what became of it.
public struct SMTPClient: Sendable {
    /// Mails after which a new connection is made; servers distrust endless ones.
    static let mailsPerConnection = 100

    public let configuration: SMTPConfiguration
    private let encryption: SMTPEncryption

    /// Throws when the trusted certificates cannot be read.
    public init(configuration: SMTPConfiguration) throws(MailProblem) {
        self.configuration = configuration
        encryption = try SMTPEncryption(configuration)
    }

    /// Sends the mails one after another, in order, and answers with one outcome for each, in the same order.
    ///
    /// A fault of the network or the server, like a cancelled task, defers what it kept from being sent. A mail whose
    /// last reply got lost is deferred too, so another try may deliver it twice: its Message-ID must stay the same.
    public func send(_ envelopes: [MailEnvelope]) async -> [MailOutcome] {
        var outcomes: [MailOutcome] = []
        while outcomes.count < envelopes.count {
            let batch = envelopes[outcomes.count...].prefix(Self.mailsPerConnection)
            let session = await converse(about: Array(batch))
            outcomes += session.outcomes.compactMap { $0 }
            if let failure = session.failure {
                outcomes += envelopes[outcomes.count...].map {
                    MailOutcome(id: $0.id, verdict: .deferred, code: failure.code, text: failure.text)
                }
            }
        }
        return outcomes
    }

    /// One connection from greeting to QUIT; every envelope of the returned session has its outcome.
    private func converse(about envelopes: [MailEnvelope]) async -> SMTPSession {
        var session = SMTPSession(configuration, envelopes: envelopes)
        do {
            let connection = try await connect(session)
            return try await withTaskCancellationHandler {
                try await connection.finished.get()
            } onCancel: {
                connection.channel.close(promise: nil)
            }
        } catch {
            session.breakOff("\(configuration.host):\(configuration.port) could not be reached (\(error))")
            return session
        }
    }

    private struct Connection: Sendable {
        let channel: any Channel
        let finished: EventLoopFuture<SMTPSession>
    }

    private func connect(_ session: SMTPSession) async throws -> Connection {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(configuration.timeouts.connect))
            .connect(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if configuration.security == .tls {
                        try channel.pipeline.syncOperations.addHandler(encryption.makeHandler())
                    }
                    let handler = SMTPHandler(session, encryption: encryption)
                    try channel.pipeline.syncOperations.addHandler(handler)
                    let finished = channel.closeFuture.assumeIsolated().map { handler.session }.nonisolated()
                    return Connection(channel: channel, finished: finished)
                }
            }
    }
}
