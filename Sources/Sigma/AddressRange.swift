/// A range of addresses in CIDR notation (RFC 4632, section 3.1; RFC 4291, section 2.3).
struct AddressRange: Sendable, Hashable {
    private let network: IPAddress
    private let prefix: Int

    /// Why a text is no range.
    enum Fault: Error {
        case notARange
        case hostBitsSet
    }

    /// An address alone is the range that holds only itself.
    init(_ text: String) throws(Fault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let network = IPAddress(parts[0]) else { throw .notARange }
        var prefix = network.width
        if parts.count == 2 {
            guard let written = UInt8(parts[1]), parts[1].allSatisfy(\.isNumber) else { throw .notARange }
            // An IPv4-mapped network counts its prefix over all 128 bits.
            let isMapped = network.width == 32 && parts[0].contains(":")
            prefix = Int(written) - (isMapped ? 96 : 0)
            guard (0...network.width).contains(prefix) else { throw .notARange }
        }
        self.network = network
        self.prefix = prefix
        guard network.bits == Self.masked(network, prefix) else { throw .hostBitsSet }
    }

    func contains(_ address: IPAddress) -> Bool {
        address.width == network.width && Self.masked(address, prefix) == network.bits
    }

    private static func masked(_ address: IPAddress, _ prefix: Int) -> UInt128 {
        let hostBits = address.width - prefix
        return hostBits >= 128 ? 0 : (address.bits >> hostBits) << hostBits
    }
}
