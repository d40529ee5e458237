import OnRecord

/// Every promise with everything that has become of it in public: on incidents with a page, and on outside reports.
struct Scoreboard {
    var lines: [Line]

    struct Line {
        var id: String
        var says: String
        /// Nil when the policy in force no longer makes this promise; what it left behind stays on the record.
        var promise: Promise?
        /// Newest first.
        var instances: [Instance]

        func count(_ word: String) -> Int { instances.count { $0.clock.word == word } }
        var kept: Int { count("kept") }
        var missed: Int { count("missed") }
        var running: Int { count("pending") }
        var waived: Int { count("waived") }

        /// How long it took where it is over, quickest first.
        var times: [Duration] { instances.compactMap(\.clock.took).sorted() }
    }

    struct Instance {
        var clock: PromiseClock
        var subject: Subject
        var waiver: String?
    }

    enum Subject {
        case incident(title: String, path: String)
        case report(id: String)
    }

    init(_ view: SiteView) {
        var instances: [String: [Instance]] = [:]
        var order = view.policy.promises.filter(\.isPublic).map(\.id)
        func add(_ clock: PromiseClock, _ subject: Subject, _ waiver: String?) {
            if instances[clock.promise] == nil, view.policy.promise(clock.promise) == nil {
                order.append(clock.promise)
            }
            instances[clock.promise, default: []].append(Instance(clock: clock, subject: subject, waiver: waiver))
        }
        for incident in view.incidents {
            let subject = Subject.incident(title: incident.titleAndDay, path: incident.page.path)
            for clock in incident.incident.clocks where clock.isPublic {
                add(clock, subject, view.reason(forWaiving: clock.promise, in: incident.incident.facts))
            }
        }
        for report in view.state.allReports.reversed() {
            for clock in report.clocks {
                add(clock, .report(id: report.id), view.reason(forWaiving: clock.promise, in: report.facts))
            }
        }
        lines = order.map { id in
            let promise = view.policy.promise(id)
            let all = (instances[id] ?? []).sorted { $0.clock.started > $1.clock.started }
            return Line(id: id, says: promise?.says ?? all.first?.clock.says ?? id, promise: promise, instances: all)
        }
    }

    func line(_ id: String) -> Line? { lines.first { $0.id == id } }

    var kept: Int { lines.reduce(0) { $0 + $1.kept } }
    var missed: Int { lines.reduce(0) { $0 + $1.missed } }
    var running: Int { lines.reduce(0) { $0 + $1.running } }
    var waived: Int { lines.reduce(0) { $0 + $1.waived } }

    /// `12 kept, 1 missed, 2 running`.
    var sentence: String { Scoreboard.sentence(kept: kept, missed: missed, running: running, waived: waived) }

    static func sentence(kept: Int, missed: Int, running: Int, waived: Int) -> String {
        var parts = ["\(kept) kept", "\(missed) missed"]
        if running > 0 { parts.append("\(running) running") }
        if waived > 0 { parts.append("\(waived) waived") }
        return parts.joined(separator: ", ")
    }
}

extension Scoreboard.Line {
    var sentence: String { Scoreboard.sentence(kept: kept, missed: missed, running: running, waived: waived) }

    var bar: HTML {
        Drawing.bar([(kept, "kept"), (missed, "missed"), (running, "running"), (waived, "waived")])
    }
}

extension SiteView {
    /// Why a promise was waived, where the reason's text is at hand.
    func reason(forWaiving promise: String, in facts: [Fact]) -> String? {
        for fact in facts {
            if case .promiseWaived(promise, let reason) = fact.what { return documents[reason]?.text }
        }
        return nil
    }
}
