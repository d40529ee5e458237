/// The sum of numbers, or their mean.
struct Total: Measure {
    static let samplesMax = 65_536

    private var sum: Int128 = 0
    private var count = 0

    mutating func add(_ sample: Amount) {
        sum += sample.units
        count += 1
    }

    mutating func remove(_ sample: Amount) {
        sum -= sample.units
        count -= 1
    }

    func holds(_ span: WindowSpan, newest: Amount) -> Bool {
        span.bounds.hold(sum, perUnit: span.isMean ? Int128(count) : 1)
    }
}

/// The numbers in order of size, for a percentile of them.
struct Ranking: Measure {
    /// Each sample moves those above it, so a group keeps fewer than others do.
    static let samplesMax = 4_096

    private var sorted: [Amount] = []

    mutating func add(_ sample: Amount) {
        sorted.insert(sample, at: position(of: sample))
    }

    mutating func remove(_ sample: Amount) {
        sorted.remove(at: position(of: sample))
    }

    /// Where the first number stands that is not smaller.
    private func position(of sample: Amount) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < sample { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The specification does not say how a percentile falls between two values. Here it moves from one to the next
    /// in proportion, with the smallest at 0 and the largest at 100, so that the 50th of an even number of values
    /// is the middle of the two middle ones, as a median is.
    func holds(_ span: WindowSpan, newest: Amount) -> Bool {
        let rank = (sorted.count - 1) * span.percentile
        let (index, rest) = rank.quotientAndRemainder(dividingBy: 100_000)
        let next = sorted[min(index + 1, sorted.count - 1)].units
        let units = sorted[index].units * 100_000 + (next - sorted[index].units) * Int128(rest)
        return span.bounds.hold(units, perUnit: 100_000)
    }
}

/// How often each value occurs, for the share of one among all.
struct Tally: Measure {
    static let samplesMax = 16_384

    private var counts: [String: Int] = [:]
    private var total = 0

    mutating func add(_ sample: String) {
        counts[sample, default: 0] += 1
        total += 1
    }

    mutating func remove(_ sample: String) {
        total -= 1
        counts[sample] = counts[sample].flatMap { $0 > 1 ? $0 - 1 : nil }
    }

    func holds(_ span: WindowSpan, newest: String) -> Bool {
        span.bounds.hold(Int128(counts[newest] ?? 0) * 100 * Amount.unitsPerOne, perUnit: Int128(total))
    }

    static func write(_ sample: String, to writer: inout MemoryWriter) { writer.write(sample) }

    static func read(from reader: inout MemoryReader) throws(MemoryError) -> String { try reader.text() }
}

extension Measure where Sample == Amount {
    static func write(_ sample: Amount, to writer: inout MemoryWriter) { writer.write(sample) }

    static func read(from reader: inout MemoryReader) throws(MemoryError) -> Amount { try reader.amount() }
}
