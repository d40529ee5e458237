/// Everything a detector needs to go on exactly where it stopped. Cheap to take; its size grows with the groups that
/// had events within their correlation's timespan.
public struct Memory: Sendable, Hashable, Codable {
    /// By the correlation's rule id.
    var correlations: [String: CorrelationMemory]
}

/// What one correlation remembers. Only the part for its kind is ever filled.
struct CorrelationMemory: Sendable, Hashable {
    /// A memory is of use only to the correlation that made it: a changed one starts afresh.
    let correlation: Correlation
    var events = Groups<EventWindow>()
    var values = Groups<ValueWindow>()
    var sequences = Groups<SequenceWindow>()
    var totals = Groups<SampleWindow<Total>>()
    var rankings = Groups<SampleWindow<Ranking>>()
    var tallies = Groups<SampleWindow<Tally>>()
    var beats = Heartbeats()
    var customers = AffectedCustomers()

    init(correlation: Correlation) { self.correlation = correlation }

    mutating func takeOverflow() -> Overflow {
        switch correlation.kind {
        case .eventCount: events.takeOverflow()
        case .valueCount, .temporal: values.takeOverflow()
        case .temporalOrdered: sequences.takeOverflow()
        case .valueSum, .valueAverage: totals.takeOverflow()
        case .valuePercentile: rankings.takeOverflow()
        case .valueShare: tallies.takeOverflow()
        case .absence: beats.takeOverflow()
        case .customersShare: customers.takeOverflow()
        }
    }
}

extension CorrelationMemory: Codable {
    private enum CodingKeys: CodingKey { case correlation, kept }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(correlation: try container.decode(Correlation.self, forKey: .correlation))
        let kept = try container.decode(String.self, forKey: .kept)
        do throws(MemoryError) {
            var reader = MemoryReader(try MemoryText.decode(kept))
            switch correlation.kind {
            case .eventCount: events = try Groups(from: &reader)
            case .valueCount, .temporal: values = try Groups(from: &reader)
            case .temporalOrdered: sequences = try Groups(from: &reader)
            case .valueSum, .valueAverage: totals = try Groups(from: &reader)
            case .valuePercentile: rankings = try Groups(from: &reader)
            case .valueShare: tallies = try Groups(from: &reader)
            case .absence: beats = try Heartbeats(from: &reader)
            case .customersShare: customers = try AffectedCustomers(from: &reader)
            }
            guard reader.isAtEnd else { throw MemoryError() }
        } catch {
            throw DecodingError.dataCorruptedError(
                forKey: .kept, in: container, debugDescription: "not what a correlation of this kind remembers")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var writer = MemoryWriter()
        switch correlation.kind {
        case .eventCount: events.write(to: &writer)
        case .valueCount, .temporal: values.write(to: &writer)
        case .temporalOrdered: sequences.write(to: &writer)
        case .valueSum, .valueAverage: totals.write(to: &writer)
        case .valuePercentile: rankings.write(to: &writer)
        case .valueShare: tallies.write(to: &writer)
        case .absence: beats.write(to: &writer)
        case .customersShare: customers.write(to: &writer)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(correlation, forKey: .correlation)
        try container.encode(MemoryText.encode(writer.bytes), forKey: .kept)
    }
}
