import NIOCore
import NIOPosix

/// Hands mails to one SMTP server, over several conversations that stay open between mails, and tells of each mail what
/// became of it.
public final class SMTPClient: Sendable {
    public let configuration: SMTPConfiguration
    private let loop: any EventLoop
    private let desk: NIOLoopBoundBox<SMTPDesk>

    /// Throws when the trusted certificates cannot be read.
    public init(configuration: SMTPConfiguration, pace: SMTPPace = SMTPPace()) throws(MailProblem) {
        self.configuration = configuration
        let encryption = try SMTPEncryption(configuration)
        // All of it on one loop: what the conversations share needs no lock then.
        loop = MultiThreadedEventLoopGroup.singleton.next()
        desk = .makeBoxSendingValue(
            SMTPDesk(configuration, pace: pace, encryption: encryption, loop: loop), eventLoop: loop)
    }

    /// Answers with one outcome for each mail, in their order; they may travel in another one.
    ///
    /// A fault of the network or the server, like a cancelled task, defers what it kept from being sent. A mail whose
    /// last reply got lost is deferred too, so another try may deliver it twice: its Message-ID must stay the same.
    /// - Parameter isUrgent: goes before everything that waits, whatever pace its domain has.
    public func send(_ envelopes: [MailEnvelope], isUrgent: Bool = false) async -> [MailOutcome] {
        guard !envelopes.isEmpty else { return [] }
        let promise = loop.makePromise(of: [MailOutcome].self)
        return await withTaskCancellationHandler {
            loop.execute { self.desk.value.take(envelopes, isUrgent: isUrgent, promise) }
            // Whoever was cancelled before they were taken has not been heard.
            if Task.isCancelled { loop.execute { self.desk.value.giveUp(ObjectIdentifier(promise.futureResult)) } }
            // Kept with outcomes whatever happens, and never failed.
            return (try? await promise.futureResult.get()) ?? []
        } onCancel: {
            loop.execute { self.desk.value.giveUp(ObjectIdentifier(promise.futureResult)) }
        }
    }

    /// Says goodbye in every conversation, once what is on its way has ended.
    public func close() async {
        try? await loop.submit { self.desk.value.close() }.get()
    }
}
