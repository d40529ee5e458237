import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import Courier

/// A catcher that hears nobody before STARTTLS, under a certificate for `localhost`.
enum SecuredMailServer {
    /// Answers with its port; it lives until the channel is closed.
    static func start(in folder: TemporaryFolder) async throws -> (channel: any Channel, port: Int) {
        let kept = try MailFolder(path: folder.path)
        let certificate = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificate.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)))
        let tls = try NIOSSLContext(configuration: configuration)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ClearTextHandler(tls, keptIn: kept))
                }
            }
            .bind(host: "localhost", port: 0).get()
        return (channel, try #require(channel.localAddress?.port))
    }

    private final class ClearTextHandler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let tls: NIOSSLContext
        private let folder: MailFolder

        init(_ tls: NIOSSLContext, keptIn folder: MailFolder) {
            self.tls = tls
            self.folder = folder
        }

        func channelActive(context: ChannelHandlerContext) { say("220 hi\r\n", context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard String(buffer: unwrapInboundIn(data)) == "STARTTLS\r\n" else {
                return say("250-localhost\r\n250 STARTTLS\r\n", context)
            }
            say("220 go ahead\r\n", context)
            let pipeline = context.pipeline.syncOperations
            do {
                let terms = InboundSession.Terms(
                    name: "localhost", sizeMax: 10_000, room: DataRoom(size: 1 << 20), source: { _ in "" })
                let catcher = InboundHandler(InboundSession(terms), timeMax: .minutes(5)) { [folder] mail in
                    (try? folder.store(mail.data)).map { .stored($0) } ?? .failed
                }
                try pipeline.addHandlers(NIOSSLServerHandler(context: tls), catcher)
                pipeline.removeHandler(context: context, promise: nil)
            } catch {
                context.close(promise: nil)
            }
        }

        private func say(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }

    /// Made for these tests alone, valid from 2020 to 2120; the key protects nothing.
    static let certificatePEM = """
        -----BEGIN CERTIFICATE-----
        MIIBRDCB66ADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
        dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
        bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFxO24Gn1DEkzNKqv
        bVpgKZpFdKGZvLQk3aGVO8uX19gkBsYsRsvt7VGxz+MXyOQ3VYxDfbKd0CJYEnuH
        nDEnk6MsMCowFAYDVR0RBA0wC4IJbG9jYWxob3N0MBIGA1UdEwEB/wQIMAYBAf8C
        AQAwCgYIKoZIzj0EAwIDSAAwRQIgRbGbKwbOujPWE10AOcTlEryAT+ALHogspoqn
        cHBFZMgCIQD6IqAqu1aRXObeG/+Xkkf9Zft86nTGiVPm/8wrhuOG+g==
        -----END CERTIFICATE-----
        """

    private static let keyPEM = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgG0H+tyaFKLzJcE5/
        UTtbkB69/sDqag5RNgkegzuj3fqhRANCAAQXE7bgafUMSTM0qq9tWmApmkV0oZm8
        tCTdoZU7y5fX2CQGxixGy+3tUbHP4xfI5DdVjEN9sp3QIlgSe4ecMSeT
        -----END PRIVATE KEY-----
        """
}
