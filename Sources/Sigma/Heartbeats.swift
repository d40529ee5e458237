/// The groups of an `absence` correlation: when each last had a match.
///
/// A beat exactly one timespan after the last is in time. What was found missing is not unsaid by a beat that was
/// sent in time and came late; it ends when that beat comes.
struct Heartbeats: Sendable, Hashable {
    enum Finding: Sendable, Hashable {
        case missed(at: Int64)
        case returned(at: Int64)
    }

    private struct Beat: Sendable, Hashable {
        var last: Int64
        var isMissing = false
    }

    private var beats: [[String]: Beat] = [:]
    /// No group is missing before this; nil if none can become so. Groups that beat since may have made it later.
    private(set) var earliestDeadline: Int64?
    private(set) var overflow = Overflow()

    init() {}

    var count: Int { beats.count }

    /// A match in this group. A gap that no clock noticed is found now: it fires at its deadline and is over.
    mutating func beat(in key: [String], at: Int64, _ timespan: Int64, _ limits: Detector.Limits) -> [Finding] {
        guard var beat = beats[key] else {
            // Dropping the group that was silent for longest would drop the one that is about to be missed.
            guard beats.count < limits.groups else {
                overflow.newcomers += 1
                return []
            }
            beats[key] = Beat(last: at)
            expect(by: at + timespan)
            return []
        }
        guard at > beat.last else { return [] }
        var findings: [Finding] = []
        if beat.isMissing {
            findings = [.returned(at: at)]
        } else if at > beat.last + timespan {
            findings = [.missed(at: beat.last + timespan), .returned(at: at)]
        }
        beat = Beat(last: at)
        beats[key] = beat
        expect(by: at + timespan)
        return findings
    }

    private mutating func expect(by deadline: Int64) {
        earliestDeadline = min(earliestDeadline ?? deadline, deadline)
    }

    /// Expects the one group of a correlation without `group-by` from this moment on, if it is not expected already.
    mutating func arm(at now: Int64, _ timespan: Int64) {
        guard beats.isEmpty else { return }
        beats[[]] = Beat(last: now)
        expect(by: now + timespan)
    }

    /// The groups whose deadline has passed, in order of it, each once until it beats again.
    mutating func miss(by now: Int64, _ timespan: Int64) -> [(key: [String], at: Int64)] {
        guard let earliestDeadline, earliestDeadline < now else { return [] }
        var missed: [(key: [String], at: Int64)] = []
        var next: Int64?
        for (key, beat) in beats where !beat.isMissing {
            let deadline = beat.last + timespan
            if deadline < now {
                missed.append((key, deadline))
            } else {
                next = min(next ?? deadline, deadline)
            }
        }
        for (key, _) in missed { beats[key]?.isMissing = true }
        self.earliestDeadline = next
        return missed.sorted { $0.at != $1.at ? $0.at < $1.at : $0.key.lexicographicallyPrecedes($1.key) }
    }

    mutating func takeOverflow() -> Overflow {
        defer { overflow = Overflow() }
        return overflow
    }
}

extension Heartbeats {
    func write(to writer: inout MemoryWriter) {
        overflow.write(to: &writer)
        writer.write(optional: earliestDeadline)
        writer.write(count: beats.count)
        for (key, beat) in beats.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            writer.write(key)
            writer.write(beat.last)
            writer.write(count: beat.isMissing ? 1 : 0)
        }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        overflow = try Overflow(from: &reader)
        earliestDeadline = try reader.optionalTime(within: 2 * Detector.timeMax)
        for _ in 0..<(try reader.count()) {
            let key = try reader.key()
            beats[key] = Beat(last: try reader.time(), isMissing: try reader.number(in: 0...1) == 1)
        }
    }
}
