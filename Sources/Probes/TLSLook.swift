import NIOCore
import NIOSSL
import NIOTLS
import OnRecord

/// Whose signature makes a certificate good. Outside of tests: the machine's trust store.
struct Trust: Sendable {
    var roots: NIOSSLTrustRoots

    static let `default` = Trust(roots: .default)

    /// Chain and name are verified, always.
    var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = roots
        configuration.certificateVerification = .fullVerification
        return configuration
    }
}

/// Shakes hands as any client would, and reads how long the certificate is still good.
struct TLSLook: Sendable {
    let trust: Trust

    /// When a certificate holds.
    private struct Term: Sendable {
        var begins, ends: Timestamp

        init(_ certificate: NIOSSLCertificate) {
            begins = Term.moment(certificate.notValidBefore)
            ends = Term.moment(certificate.notValidAfter)
        }

        /// Years beyond 9999 are no better than that one.
        private static func moment(_ seconds: Int) -> Timestamp {
            Timestamp(milliseconds: Int64(min(max(seconds, 0), 253_402_300_799)) * 1000)
        }
    }

    func look(
        at endpoint: Endpoint, validFor: Duration, timeout: Duration, now: Timestamp
    ) async throws -> ProbeResult {
        let start = ContinuousClock.now
        do {
            let ends = try await shakeHands(with: endpoint, timeout: timeout).ends
            let left = ends - now
            guard left < validFor else { return .up }
            return .down(
                .certificateExpires,
                "its certificate runs out in \(left.text) (\(ends.text)) instead of holding for \(validFor.text)")
        } catch  where NetworkTrouble.isAboutCertificate(error) {
            // The handshake does not say what is wrong, so the certificate is looked at once more, trusting nothing.
            let rest = max(.seconds(1), timeout - (ContinuousClock.now - start))
            let term = try? await readTerm(of: endpoint, timeout: rest)
            return .down(.certificate, TLSLook.reason(term, endpoint, error, now))
        }
    }

    private static func reason(_ term: Term?, _ endpoint: Endpoint, _ error: any Error, _ now: Timestamp) -> String {
        guard let term else { return "its certificate does not hold" }
        if term.ends <= now { return "its certificate ran out \((now - term.ends).text) ago (\(term.ends.text))" }
        if term.begins > now { return "its certificate does not hold before \(term.begins.text)" }
        if error is NIOSSLExtraError { return "its certificate is not made out to \(endpoint.host)" }
        return "its certificate's chain leads to nobody this machine trusts"
    }

    private func shakeHands(with endpoint: Endpoint, timeout: Duration) async throws -> Term {
        let context = try NIOSSLContext(configuration: trust.configuration)
        return try await Conversation.run(timeout: timeout) { loop, term in
            Conversation.connect(endpoint, on: loop, timeout: timeout) { channel in
                let tls = try NIOSSLClientHandler(context: context, serverHostname: endpoint.serverName)
                try channel.pipeline.syncOperations.addHandlers(tls, Handshake(term: term))
            }
        }
    }

    /// Reads the certificate and refuses it, so that nothing is ever sent to somebody who was not verified.
    private func readTerm(of endpoint: Endpoint, timeout: Duration) async throws -> Term {
        let context = try NIOSSLContext(configuration: trust.configuration)
        return try await Conversation.run(timeout: timeout) { loop, term in
            Conversation.connect(endpoint, on: loop, timeout: timeout) { channel in
                let tls = try NIOSSLClientHandler(context: context, serverHostname: endpoint.serverName) {
                    chain, verdict in
                    if let leaf = chain.first { term.succeed(Term(leaf)) }
                    verdict.succeed(NIOSSLVerificationResult.failed)
                }
                try channel.pipeline.syncOperations.addHandlers(tls, Handshake(term: term))
            }
        }
    }

    private final class Handshake: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let term: EventLoopPromise<Term>

        init(term: EventLoopPromise<Term>) { self.term = term }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .handshakeCompleted? = event as? TLSUserEvent {
                term.completeWith(
                    Result {
                        guard let leaf = try context.pipeline.syncOperations.nioSSL_peerCertificate() else {
                            throw ClosedEarly()
                        }
                        return Term(leaf)
                    })
            }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { term.fail(error) }

        func channelInactive(context: ChannelHandlerContext) { term.fail(ClosedEarly()) }
    }
}

extension Endpoint {
    /// An address is verified as such and not asked for by name (RFC 6066, section 3).
    fileprivate var serverName: String? { isAddress ? nil : host }
}
