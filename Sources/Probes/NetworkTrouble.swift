import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import OnRecord

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What an error of the network says about the other side.
enum NetworkTrouble {
    static func result(of error: any Error, timeout: Duration) -> ProbeResult {
        switch error {
        case is LookTimeout, ChannelError.connectTimeout:
            return .down(.noAnswer, "no answer within \(timeout.text)")
        case let error as HTTPClientError where timeouts.contains(error):
            return .down(.noAnswer, "no answer within \(timeout.text)")
        case let error as NIOConnectionError:
            return result(of: error, timeout: timeout)
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            return .down(.noAnswer, "its name cannot be resolved")
        case let error as IOError:
            return result(of: error)
        case is ClosedEarly, ChannelError.inputClosed, ChannelError.eof:
            return closed
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            return closed
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return isAboutCertificate(error)
                ? .down(.certificate, "its certificate does not hold")
                : .down(.protocolError, "no TLS connection (\(brief(error)))")
        case is CancellationError:
            return .unknown("the look was cut short")
        default:
            return .down(.protocolError, "what it sends cannot be read (\(brief(error)))")
        }
    }

    static func isAboutCertificate(_ error: any Error) -> Bool {
        if let error = error as? NIOSSLExtraError { return error == .failedToValidateHostname }
        return "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
    }

    /// One line, enough to look it up by; libraries may say a lot.
    static func brief(_ error: any Error) -> String {
        String("\(error)".prefix(160)).replacing(/\s+/, with: " ")
    }

    private static let closed = ProbeResult.down(.protocolError, "it closed the connection before it had answered")

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .deadlineExceeded, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout,
    ]

    /// Each of a name's addresses was tried. One that answers tells more than one that is silent.
    private static func result(of error: NIOConnectionError, timeout: Duration) -> ProbeResult {
        let results = error.connectionErrors.map { result(of: $0.error, timeout: timeout) }
        return results.first { !ProbeLook($0).needsReference } ?? results.first
            ?? .down(.noAnswer, "its name cannot be resolved")
    }

    private static func result(of error: IOError) -> ProbeResult {
        switch error.errnoCode {
        case ECONNREFUSED: .down(.refused, "it refuses the connection")
        case ECONNRESET, EPIPE: closed
        case ETIMEDOUT: .down(.noAnswer, "no answer")
        default: .down(.noAnswer, "no way leads there (\(reason(error.errnoCode)))")
        }
    }

    private static func reason(_ code: CInt) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
