import ArgumentParser
import Foundation
import OnRecord
import Server

struct DutyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty", abstract: "Says who must be told of an incident by law or contract, by when, and of what.",
        discussion: """
            The catalogue is data, no legal advice: every row names its source and how sure it is. docs/duties.md explains \
            how clocks are counted, and how to adopt duties in your policy.

              onrecord duty list --jurisdiction EU
              onrecord duty show eu-gdpr-33-1
              onrecord duty due eu-gdpr-33-1 --at aware=2026-11-22T10:00:00Z --zone Europe/Berlin
            """,
        subcommands: [List.self, Show.self, Due.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the duties of the catalogue with their times.")

        @Option(
            help: ArgumentHelp(
                "Only this one: \(Jurisdiction.allCases.map(\.rawValue).joined(separator: ", ")). US includes its states.",
                valueName: "code"))
        var jurisdiction: String?

        @Flag(help: "Print JSON: a list of the objects that `duty show --json` prints.")
        var json = false

        func run() throws {
            var rows = ObligationCatalogue.shipped.obligations
            if let jurisdiction {
                guard
                    let wanted = Jurisdiction.allCases.first(where: {
                        $0.rawValue.lowercased() == jurisdiction.lowercased()
                    })
                else {
                    throw StartProblem(
                        "There is no jurisdiction “\(jurisdiction.prefix(40))”; expected one of "
                            + "\(Jurisdiction.allCases.map(\.rawValue).joined(separator: ", ")). Leave the option out for all.",
                        exitCode: .usage)
                }
                rows = rows.filter { $0.jurisdiction.isWithin(wanted) }
            }
            // In the file a state's rows stand among its country's, and contracts among the law they belong to.
            rows = Jurisdiction.allCases.flatMap { place in rows.filter { $0.jurisdiction == place } }
            print(json ? try DutyJSON.text(rows.map(DutyJSON.Row.init)) : DutyText.list(rows))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one duty: recipient, clock, contents, exceptions, source.")

        @Argument(help: "The duty's id; `onrecord duty list` has them all.")
        var id: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let row = try DutyCommand.row(id)
            print(json ? try DutyJSON.text(DutyJSON.Row(row)) : DutyText.show(row))
        }
    }

    struct Due: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Computes when a duty is due.",
            discussion: """
                Each --at names an event and its moment in RFC 3339. A chained duty starts when the earlier one was filed: give \
                that moment as `submitted`. Days end at midnight in --zone, where you are established; business days leave out \
                weekends, the public holidays of the duty's own calendar and every --holiday.

                EVENTS
                \(DutyStart.allCases.map { "  \($0.rawValue): \($0.explanation)" }.joined(separator: "\n"))
                """)

        @Argument(help: "The duty's id; `onrecord duty list` has them all.")
        var id: String

        @Option(
            help: ArgumentHelp(
                "An event and its moment, such as aware=2026-11-22T10:00:00Z; may be repeated.",
                valueName: "event=moment"))
        var at: [String] = []

        @Option(help: ArgumentHelp("The time zone you are established in.", valueName: "name"))
        var zone = "UTC"

        @Option(
            help: ArgumentHelp("A day on which nobody works, such as 2026-12-25; may be repeated.", valueName: "day"))
        var holiday: [String] = []

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let row = try DutyCommand.row(id)
            let calendars = try calendars(for: row)
            let question = DutyQuery(row: row, moments: try moments(), calendars: calendars)
            if case .missing(let fact) = question.due {
                throw StartProblem(
                    "\(row.id) needs \(fact.text). "
                        + "Add --at \(fact.start.rawValue)=2026-11-22T10:00:00Z with the right moment.",
                    exitCode: .usage)
            }
            print(json ? try DutyJSON.text(DutyJSON.Due(question)) : DutyText.due(question))
        }

        private func moments() throws -> DutyMoments {
            var moments = DutyMoments()
            for text in at {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, let event = DutyStart(rawValue: parts[0]) else {
                    throw StartProblem(
                        "--at is “\(text.prefix(60))”; expected an event, `=` and its moment, such as "
                            + "aware=2026-11-22T10:00:00Z. The events are "
                            + "\(DutyStart.allCases.map(\.rawValue).joined(separator: ", ")).",
                        exitCode: .usage)
                }
                guard let moment = Timestamp(rfc3339: parts[1]) else {
                    throw StartProblem(
                        "--at \(event.rawValue) is “\(parts[1].prefix(60))”; expected a moment in RFC 3339. Write it like "
                            + "2026-11-22T10:00:00Z or 2026-11-22T11:00:00+01:00.",
                        exitCode: .usage)
                }
                guard moments.starts.updateValue(moment, forKey: event) == nil else {
                    throw StartProblem(
                        "--at \(event.rawValue) is given twice; expected one moment for each event. Keep the right one.",
                        exitCode: .usage)
                }
            }
            if let aware = moments.starts[.aware], let confirmed = moments.starts[.confirmed], aware > confirmed {
                throw StartProblem(
                    "aware (\(aware.rfc3339)) is after confirmed (\(confirmed.rfc3339)); expected it before or at the same "
                        + "moment: nobody confirms what they are not aware of. Mend one of the two.",
                    exitCode: .usage)
            }
            return moments
        }

        private func calendars(for row: Obligation) throws -> DutyCalendars {
            guard let zone = TimeZone(identifier: zone) else {
                throw StartProblem(
                    "--zone is “\(zone.prefix(60))”; expected a name of the time zone database. Write it like Europe/Berlin.",
                    exitCode: .usage)
            }
            let days = try holiday.map { text in
                guard let day = CivilDate(text) else {
                    throw StartProblem(
                        "--holiday is “\(text.prefix(40))”; expected a day. Write it like 2026-12-25.", exitCode: .usage
                    )
                }
                return day
            }
            let closed: [CalendarName: Set<CivilDate>] = row.calendar.map { [$0: Set(days)] } ?? [:]
            return DutyCalendars(organisation: BusinessCalendar(zone: zone, holidays: Set(days)), closed: closed)
        }
    }

    /// - Throws: what to type instead, when there is no such duty.
    static func row(_ id: String) throws -> Obligation {
        if let row = ObligationCatalogue.shipped[id] { return row }
        let near = ObligationCatalogue.shipped.near(id)
        throw StartProblem(
            "There is no duty “\(id.prefix(60))” in the catalogue. "
                + (near.isEmpty
                    ? "`onrecord duty list` shows them all." : "Did you mean \(near.joined(separator: ", "))?"),
            exitCode: .usage)
    }
}

/// What `duty due` was asked, with its answers.
struct DutyQuery {
    let row: Obligation
    let moments: DutyMoments
    let calendars: DutyCalendars

    private var catalogue: ObligationCatalogue { .shipped }

    var due: DutyDue { catalogue.due(row, from: moments, in: calendars) }

    /// The other clocks for the same filing.
    var others: [(row: Obligation, due: DutyDue)] {
        catalogue.siblings(of: row).filter { $0.id != row.id }
            .map { ($0, catalogue.due($0, from: moments, in: calendars)) }
    }

    /// The id of the clock that binds where several run.
    var binding: String? { catalogue.binding(row, from: moments, in: calendars)?.obligation }
}
