import Glibc
import NIOCore

/// Who is at the other end, as far as places are shared out: an IPv4 address, or the first 64 bits of an IPv6 address,
/// because the rest of those is the sender's to choose (RFC 4291 section 2.5.4).
public struct PeerNetwork: Hashable, Sendable {
    private let bytes: [UInt8]

    private static let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    /// - Parameter address: All peers without an IP address, as on a Unix socket, are one.
    public init(_ address: SocketAddress?) {
        let text = String(address?.ipAddress?.prefix { $0 != "%" } ?? "")
        var version4 = [UInt8](repeating: 0, count: 4)
        var version6 = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &version4) == 1 {
            bytes = version4
        } else if inet_pton(AF_INET6, text, &version6) == 1 {
            // An IPv4 address in IPv6's clothes (RFC 4291 section 2.5.5.2) is that IPv4 address.
            bytes = Array(version6.starts(with: Self.mapped) ? version6[12...] : version6[..<8])
        } else {
            bytes = []
        }
    }
}
