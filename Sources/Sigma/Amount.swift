/// A number as correlations add it up and compare it: exact to nine decimal places, so that no order of events and no
/// restart changes a sum. Amounts beyond 10^18 either way are moved to it.
struct Amount: Sendable, Hashable, Comparable {
    static let unitsPerOne: Int128 = 1_000_000_000
    private static let unitsMax: Int128 = unitsPerOne * unitsPerOne * unitsPerOne

    /// In steps of 10^-9.
    let units: Int128

    init(units: Int128) {
        self.units = min(max(units, -Self.unitsMax), Self.unitsMax)
    }

    init(_ count: Int) {
        self.init(units: Int128(count) * Self.unitsPerOne)
    }

    init(_ number: Number) {
        switch number {
        case .integer(let integer): self.init(units: Int128(integer) * Self.unitsPerOne)
        // A double this large has no decimal places left, so nothing is lost by the bound.
        case .double(let double): self.init(units: Int128((min(max(double, -1e18), 1e18) * 1e9).rounded()))
        }
    }

    static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }
}

extension Amount: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let units = Int128(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "an amount that is not a number")
        }
        self.init(units: units)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(units))
    }
}
