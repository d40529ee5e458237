/// Which customers a `customers_share` correlation holds to be affected, and since when there are too many of them.
///
/// A customer is affected from a match on for one timespan, by the match's own time. What that means is worked out when
/// time advances: from the last moment that no late match can change any more, up to now.
struct AffectedCustomers: Sendable, Hashable {
    enum Finding: Sendable, Hashable {
        case began(at: Int64, count: Int)
        case ended(at: Int64, count: Int)
    }

    /// When share and time are too much.
    struct Test: Sendable, Hashable {
        let bound: Bound
        let total: Int
        /// How long it has to hold without interruption.
        let hold: Int64
        let lateness: Int64

        func isMet(by count: Int) -> Bool {
            bound.holds(Int128(count) * 100 * Amount.unitsPerOne, perUnit: Int128(total))
        }
    }

    /// From the first moment until before the last, in order and apart from each other.
    private struct Spell: Sendable, Hashable {
        var from: Int64
        var until: Int64
    }

    /// How many spells of one customer are kept; beyond that the oldest goes.
    private static let spellsMax = 256

    private var spells: [String: [Spell]] = [:]
    /// Everything before is decided.
    private var settled: Int64?
    /// The condition has held since then, as of the settled moment.
    private var heldSince: Int64?
    /// What is reported and not over began to be too much then.
    private var reportedAt: Int64?
    /// The last report ended then; it is not told again.
    private var endedAt: Int64?
    /// When to look next; nil if nothing can change before another match comes.
    private(set) var nextLook: Int64?
    private(set) var overflow = Overflow()

    init() {}

    mutating func affect(_ customer: String, at: Int64, _ timespan: Int64, _ test: Test, _ limits: Detector.Limits) {
        if spells[customer] == nil, spells.count >= limits.groups {
            overflow.newcomers += 1
            return
        }
        Self.join(Spell(from: at, until: at + timespan), to: &spells[customer, default: []])
        guard test.total > 0, reportedAt == nil, test.isMet(by: spells.count) else { return }
        // Too many can only begin when a match comes, so the first that may have brought it about sets the clock;
        // one that is late may also fill a gap in what has lasted for longer.
        let isLate = settled.map { at < $0 + test.lateness } ?? false
        let since = isLate ? heldSince ?? max(at, settled ?? at) : at
        nextLook = min(nextLook ?? .max, since + test.hold)
    }

    private static func join(_ spell: Spell, to spells: inout [Spell]) {
        var joined = spell
        spells.removeAll { other in
            let isTouched = other.from <= spell.until && spell.from <= other.until
            if isTouched { joined = Spell(from: min(joined.from, other.from), until: max(joined.until, other.until)) }
            return isTouched
        }
        spells.insert(joined, at: spells.firstIndex { $0.from > joined.from } ?? spells.count)
        if spells.count > spellsMax { spells.removeFirst() }
    }

    /// Whether looking at this moment can change anything, or there is much to forget.
    func isDue(at now: Int64, _ timespan: Int64, _ test: Test) -> Bool {
        if let nextLook, nextLook <= now { return true }
        return !spells.isEmpty && settled.map { $0 + test.lateness + timespan < now } ?? true
    }

    /// What changed up to now. Without customers in total, nothing does.
    mutating func advance(to now: Int64, _ test: Test) -> [Finding] {
        let first = spells.values.lazy.compactMap { $0.first?.from }.min()
        let start = settled ?? min(first ?? now, now) - test.lateness
        guard now >= start else { return [] }
        let horizon = max(start, now - test.lateness)
        nextLook = nil
        defer {
            settled = horizon
            forget(before: horizon)
        }
        guard test.total > 0 else { return [] }

        var (count, changes) = timeline(from: start)
        var findings: [Finding] = []
        var since = test.isMet(by: count) ? max(heldSince ?? start, endedAt ?? .min) : nil
        if since == nil, let reportedAt { end(at: max(start, reportedAt), count, &findings) }
        heldSince = since

        for moment in changes.keys.sorted() {
            if let since, reportedAt == nil, since + test.hold < moment {
                guard since + test.hold <= now else {
                    nextLook = since + test.hold
                    break
                }
                reportedAt = since + test.hold
                findings.append(.began(at: since + test.hold, count: count))
            }
            count += changes.removeValue(forKey: moment) ?? 0
            if test.isMet(by: count) {
                since = since ?? max(moment, endedAt ?? .min)
            } else if since != nil {
                since = nil
                guard moment <= now else {
                    // That is when it ends, or stops being on the way, unless more matches come.
                    nextLook = moment
                    break
                }
                if reportedAt != nil { end(at: moment, count, &findings) }
            }
            if moment <= horizon { heldSince = since }
        }
        return findings
    }

    /// How many are affected at the start, and by how many that changes at each later moment.
    private func timeline(from start: Int64) -> (count: Int, changes: [Int64: Int]) {
        var count = 0
        var changes: [Int64: Int] = [:]
        for spell in spells.values.joined() where spell.until > start {
            if spell.from <= start { count += 1 } else { changes[spell.from, default: 0] += 1 }
            changes[spell.until, default: 0] -= 1
        }
        return (count, changes)
    }

    private mutating func end(at moment: Int64, _ count: Int, _ findings: inout [Finding]) {
        findings.append(.ended(at: moment, count: count))
        reportedAt = nil
        endedAt = moment
    }

    private mutating func forget(before horizon: Int64) {
        spells = spells.compactMapValues { spells in
            let kept = spells.filter { $0.until > horizon }
            return kept.isEmpty ? nil : kept
        }
    }

    /// Another number of customers may make what is too much something else.
    mutating func lookAgain() {
        guard !spells.isEmpty else { return }
        nextLook = -Detector.timeMax
    }

    mutating func takeOverflow() -> Overflow {
        defer { overflow = Overflow() }
        return overflow
    }
}

extension AffectedCustomers {
    func write(to writer: inout MemoryWriter) {
        overflow.write(to: &writer)
        for moment in [settled, heldSince, reportedAt, endedAt, nextLook] { writer.write(optional: moment) }
        writer.write(count: spells.count)
        for (customer, spells) in spells.sorted(by: { $0.key < $1.key }) {
            writer.write(customer)
            writer.write(count: spells.count)
            for spell in spells {
                writer.write(spell.from)
                writer.write(spell.until)
            }
        }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        let limit = 3 * Detector.timeMax
        overflow = try Overflow(from: &reader)
        settled = try reader.optionalTime(within: limit)
        heldSince = try reader.optionalTime(within: limit)
        reportedAt = try reader.optionalTime(within: limit)
        endedAt = try reader.optionalTime(within: limit)
        nextLook = try reader.optionalTime(within: limit)
        for _ in 0..<(try reader.count()) {
            let customer = try reader.text()
            var kept: [Spell] = []
            for _ in 0..<(try reader.count()) {
                let spell = Spell(from: try reader.time(), until: try reader.time(within: limit))
                guard spell.from < spell.until, kept.last.map({ $0.until < spell.from }) ?? true else {
                    throw MemoryError()
                }
                kept.append(spell)
            }
            spells[customer] = kept
        }
    }
}
