/// The law as data: every duty the product knows.
public struct ObligationCatalogue: Sendable {
    /// The day up to which the rows were researched.
    public let asOf: CivilDate
    /// In the order of the file.
    public let obligations: [Obligation]
    private let byID: [String: Obligation]

    init(asOf: CivilDate, obligations: [Obligation]) {
        (self.asOf, self.obligations) = (asOf, obligations)
        byID = Dictionary(obligations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(id: String) -> Obligation? { byID[id] }

    /// Every duty that the same filing meets; without a group, only itself.
    public func siblings(of obligation: Obligation) -> [Obligation] {
        guard let group = obligation.group else { return [obligation] }
        return obligations.filter { $0.group == group }
    }

    /// When it is due, or what its clock waits for.
    public func due(_ obligation: Obligation, from moments: DutyMoments, in calendars: DutyCalendars) -> DutyDue {
        guard obligation.status.isLive else {
            return .notLive(obligation.status, note: obligation.statusNote ?? "")
        }
        let start: Timestamp
        switch self.start(of: obligation, from: moments, in: calendars) {
        case .success(let moment): start = moment
        case .failure(let wanted): return .missing(wanted.fact)
        }
        if let other = obligation.overtakenBy, let term = obligation.within, let reached = moments.starts[other],
            reached > obligation.end(of: term, from: start, in: calendars)
        {
            return .fallenAway("\(other.text) came only after these \(term.text); from then on its own clock binds.")
        }
        guard let deadline = obligation.deadline(from: start, in: calendars) else {
            return .missing(.start(obligation.starts))
        }
        return .by(deadline)
    }

    /// The clock of a group that ends first, and so binds; nil as long as none of them runs.
    public func binding(_ obligation: Obligation, from moments: DutyMoments, in calendars: DutyCalendars) -> Deadline? {
        siblings(of: obligation).compactMap { due($0, from: moments, in: calendars).deadline }
            .min { $0.due < $1.due }
    }

    /// The moment its clock starts at.
    func start(
        of obligation: Obligation, from moments: DutyMoments, in calendars: DutyCalendars
    ) -> Result<Timestamp, Wanted> {
        switch obligation.starts {
        case .submitted:
            guard let after = obligation.after, let earlier = self[after] else {
                return .failure(Wanted(fact: .start(.submitted)))
            }
            // One filing meets every duty of its group, whichever of them it was recorded under.
            let sent = siblings(of: earlier).compactMap { moments.submitted[$0.id] }.max()
            guard let sent = sent ?? moments.starts[.submitted] else {
                return .failure(Wanted(fact: .submission(of: after)))
            }
            return .success(sent)
        case .yearEnd:
            if let end = moments.starts[.yearEnd] { return .success(end) }
            guard let discovered = moments.starts[.discovered] else {
                return .failure(Wanted(fact: .start(.discovered)))
            }
            let days = calendars.organisation
            let last = CivilDate(year: days.date(at: discovered).year, month: 12, day: 31)!
            return .success(days.end(of: last))
        default:
            guard let moment = moments.starts[obligation.starts] else {
                return .failure(Wanted(fact: .start(obligation.starts)))
            }
            return .success(moment)
        }
    }

    struct Wanted: Error { var fact: DutyFact }

    /// Ids that look like this one, best first.
    public func near(_ id: String) -> [String] {
        let wanted = ObligationCatalogue.pairs(id)
        let rated = obligations.map { row in
            let pairs = ObligationCatalogue.pairs(row.id)
            return (
                id: row.id, score: 2 * Double(pairs.intersection(wanted).count) / Double(pairs.count + wanted.count)
            )
        }
        return rated.filter { $0.score > 0.5 }.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(3).map(\.id)
    }

    /// Neighbouring letters: ids are made of parts, and parts get swapped and left out more often than letters.
    private static func pairs(_ id: String) -> Set<String> {
        let letters = Array(id.lowercased())
        return Set(zip(letters, letters.dropFirst()).map { "\($0)\($1)" })
    }
}

extension ObligationCatalogue {
    /// The one that comes with the product; read at first use. A test reads it, so a mistake in it does not leave the house.
    public static let shipped: ObligationCatalogue = {
        do {
            return try parse(
                String(decoding: PackageResources.obligations_yaml, as: UTF8.self), file: "obligations.yaml")
        } catch {
            fatalError("the shipped catalogue is broken:\n\(error)")
        }
    }()
}
