/// What a correlation had to forget, or could not take in, because it may not remember more. Alerts may be missing.
public struct Overflow: Sendable, Hashable, Codable {
    /// Groups dropped although their windows were not over, those first that were not touched for longest.
    public internal(set) var groups = 0
    /// Samples dropped inside a group's window, the oldest first.
    public internal(set) var observations = 0
    /// Groups or customers not taken in, where dropping an old one instead would hide what is sought.
    public internal(set) var newcomers = 0

    public var isEmpty: Bool { self == Overflow() }
}

extension Overflow {
    func write(to writer: inout MemoryWriter) {
        for count in [groups, observations, newcomers] { writer.write(count: count) }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        (groups, observations, newcomers) = (try reader.tally(), try reader.tally(), try reader.tally())
    }
}

extension Detector {
    /// How much each correlation may remember.
    public struct Limits: Sendable, Hashable {
        /// Groups, or customers of `customers_share`.
        public let groups: Int
        /// Times and values, over all groups together; each takes up to 300 bytes.
        public let observations: Int

        public init(groups: Int = 100_000, observations: Int = 5_000_000) {
            self.groups = max(groups, 1)
            self.observations = max(observations, 1)
        }
    }

    /// By rule id, what correlations had to forget since this was last asked; empty if nothing.
    public mutating func takeOverflow() -> [String: Overflow] {
        var overflows: [String: Overflow] = [:]
        for (index, compiled) in rules.correlations.enumerated() {
            let overflow = memories[index].takeOverflow()
            if !overflow.isEmpty { overflows[rules.rules[compiled.rule].id] = overflow }
        }
        return overflows
    }
}
