import Glibc
import NIOCore

/// Who may connect, by address: ranges in CIDR notation (RFC 4632 section 3.1). An empty list lets everybody in.
struct AllowedPeers: Sendable {
    private struct Range {
        let network: [UInt8]
        let prefix: Int
    }

    private let ranges: [Range]

    /// - Parameter texts: `192.0.2.0/24`, `2001:db8::/32`, or one address.
    init(_ texts: [String]) throws(StartProblem) {
        var ranges: [Range] = []
        for text in texts {
            let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = halves.first, let network = Self.bytes(first),
                let prefix = halves.count == 1 ? network.count * 8 : UInt8(halves[1]).map({ Int($0) }),
                prefix <= network.count * 8
            else {
                throw StartProblem(
                    "“\(text.prefix(80))” is not a range of addresses; expected the form 192.0.2.0/24 or 2001:db8::/32. "
                        + "Correct it in the listener's list of peers.", exitCode: .policyRefused)
            }
            ranges.append(Range(network: network, prefix: prefix))
        }
        self.ranges = ranges
    }

    func contains(_ peer: SocketAddress?) -> Bool {
        guard !ranges.isEmpty else { return true }
        guard let address = peer?.ipAddress.flatMap({ Self.bytes($0.prefix { $0 != "%" }) }) else { return false }
        return ranges.contains { $0.network.count == address.count && Self.share($0.prefix, $0.network, address) }
    }

    private static func share(_ bits: Int, _ one: [UInt8], _ other: [UInt8]) -> Bool {
        let whole = bits / 8
        guard one.prefix(whole) == other.prefix(whole) else { return false }
        let rest = bits % 8
        return rest == 0 || one[whole] >> UInt8(8 - rest) == other[whole] >> UInt8(8 - rest)
    }

    /// Four or sixteen bytes; an IPv4 address in IPv6's clothes (RFC 4291 section 2.5.5.2) is that IPv4 address.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        var version4 = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, String(text), &version4) == 1 { return version4 }
        var version6 = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, String(text), &version6) == 1 else { return nil }
        let isMapped = version6.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return isMapped ? Array(version6[12...]) : version6
    }
}
