import Foundation
import OnRecord
import Testing

/// Dates worked out by hand.
@Suite("Deadlines of duties")
struct DutyDeadlineTests {
    private let catalogue = ObligationCatalogue.shipped
    private let berlin = DutyCalendars.of("Europe/Berlin", holidays: ["2026-12-25", "2027-03-26", "2027-03-29"])

    @Test("72 hours run through the weekend; the formal end is only extra information")
    func strictAndFormalEnd() throws {
        // Friday 16:40 in Berlin.
        let deadline = try due("eu-gdpr-33-1", [.aware: "2026-11-20T15:40:00Z"])
        #expect(deadline.due == moment("2026-11-23T15:40:00Z"))
        #expect(deadline.formalEnd == moment("2026-11-23T16:00:00Z"))
        #expect(!deadline.isSuggested)
        #expect(deadline.movedFrom == nil)
    }

    @Test("An event on the full hour has no other formal end")
    func fullHour() throws {
        #expect(try due("eu-gdpr-33-1", [.aware: "2026-11-20T08:00:00Z"]).formalEnd == nil)
    }

    @Test("Over the spring clock change 72 hours end an hour later on the wall, in autumn an hour earlier")
    func clockChanges() throws {
        let days = berlin.organisation
        // Friday 10:00.
        let spring = try due("eu-gdpr-33-1", [.aware: "2027-03-26T09:00:00Z"]).due
        #expect(spring == moment("2027-03-29T09:00:00Z"))
        #expect(days.wallText(spring) == "Mon 2027-03-29 11:00")
        let autumn = try due("eu-gdpr-33-1", [.aware: "2026-10-23T08:00:00Z"]).due
        #expect(days.wallText(autumn) == "Mon 2026-10-26 09:00")
    }

    @Test(
        "Four SEC business days, to the end of EDGAR's day",
        arguments: [
            // Wednesday; Thanksgiving is out.
            ("2026-11-25T15:00:00Z", "2026-12-02T22:30:00Z"),
            // A Saturday: the count begins on and includes Monday.
            ("2026-11-28T15:00:00Z", "2026-12-03T22:30:00Z"),
            // In summer 17:30 Eastern is 21:30 UTC; Friday 3 July 2026 is kept for Independence Day.
            ("2026-07-01T15:00:00Z", "2026-07-08T21:30:00Z"),
            // 01:00 on Tuesday in Berlin is still Monday in New York: the earlier day counts.
            ("2026-11-17T00:00:00Z", "2026-11-20T22:30:00Z"),
        ])
    func sec(determined: String, end: String) throws {
        #expect(try due("us-sec-8k-105", [.materialityDetermined: determined]).due == moment(end))
    }

    @Test("Three Brazilian business days leave out 20 November")
    func brazil() throws {
        let saoPaulo = DutyCalendars.of("America/Sao_Paulo")
        let deadline = try due("br-lgpd-anpd", [.aware: "2026-11-19T12:00:00Z"], in: saoPaulo)
        #expect(deadline.due == moment("2026-11-26T02:59:59.999Z"))
        #expect(saoPaulo.organisation.date(at: deadline.due) == CivilDate("2026-11-25"))
    }

    @Test(
        "A month ends on the same day number, or on the month's last day",
        arguments: [
            ("2026-11-20T12:00:00Z", "2026-12-20T22:59:59.999Z"),
            ("2027-01-31T12:00:00Z", "2027-02-28T22:59:59.999Z"),
            ("2028-01-31T12:00:00Z", "2028-02-29T22:59:59.999Z"),
            ("2026-12-31T12:00:00Z", "2027-01-31T22:59:59.999Z"),
            // Into summer time.
            ("2027-03-28T12:00:00Z", "2027-04-28T21:59:59.999Z"),
            // 23:30 in Greenwich is already the 31st in Berlin.
            ("2026-08-30T23:30:00Z", "2026-09-30T21:59:59.999Z"),
        ])
    func months(submitted: String, end: String) throws {
        let moments = DutyMoments(submitted: ["eu-nis2-23-4-b": moment(submitted)])
        #expect(try due("eu-nis2-23-4-d", moments).due == moment(end))
    }

    @Test("A period in days or months that ends on a closed day moves to the end of the next working day")
    func movesToNextWorkingDay() throws {
        // 31 January 2027 and a month: Sunday 28 February, so Monday 1 March.
        let month = try due(
            "eu-cra-14-4-c", DutyMoments(submitted: ["eu-cra-14-4-b": moment("2027-01-31T12:00:00Z")]))
        #expect(month.due == moment("2027-03-01T22:59:59.999Z"))
        #expect(month.movedFrom == moment("2027-02-28T22:59:59.999Z"))
        // Fourteen days after Friday 12 March 2027 is Good Friday, and Monday is Easter Monday.
        let days = try due("eu-cra-14-2-c", [.correctiveMeasureAvailable: "2027-03-12T12:00:00Z"])
        #expect(days.due == moment("2027-03-30T21:59:59.999Z"))
    }

    @Test("Sixty days leave out the day of the start, and a leap year shows")
    func sixtyDays() throws {
        #expect(
            try due("us-hipaa-individuals", [.discovered: "2026-11-22T10:00:00Z"]).due
                == moment("2027-01-21T22:59:59.999Z"))
        // The year of discovery ends, then sixty days: 1 March, but 29 February of a leap year.
        #expect(
            try due("us-hipaa-hhs-small", [.discovered: "2026-11-22T10:00:00Z"]).due
                == moment("2027-03-01T22:59:59.999Z"))
        #expect(
            try due("us-hipaa-hhs-small", [.discovered: "2027-05-02T10:00:00Z"]).due
                == moment("2028-02-29T22:59:59.999Z"))
    }

    @Test("Japan's preliminary report has an outer end that guidance tolerates")
    func outerEnd() throws {
        let deadline = try due("jp-appi-preliminary", [.aware: "2026-11-22T10:00:00Z"], in: .of("Asia/Tokyo"))
        #expect(deadline.due == moment("2026-11-25T14:59:59.999Z"))
        #expect(deadline.latest == moment("2026-11-27T14:59:59.999Z"))
    }

    @Test("Where the law has no number, the target is ours and says so")
    func suggestedTarget() throws {
        let deadline = try due("eu-gdpr-33-2", [.aware: "2026-11-22T10:00:00Z"])
        #expect(deadline.due == moment("2026-11-23T10:00:00Z"))
        #expect(deadline.isSuggested)
        #expect(deadline.standard == .withoutUndueDelay)
        #expect(deadline.counted.hasPrefix("The law has no number; this target is ours."))
    }

    @Test("A chained clock waits for the earlier filing and starts when it is sent")
    func chain() throws {
        let row = try #require(catalogue["eu-gdpr-33-4"])
        #expect(
            catalogue.due(row, from: DutyMoments([.aware: moment("2026-11-22T10:00:00Z")]), in: berlin)
                == .missing(.submission(of: "eu-gdpr-33-1")))
        let moments = DutyMoments(submitted: ["eu-gdpr-33-1": moment("2026-11-23T10:00:00Z")])
        #expect(try due("eu-gdpr-33-4", moments).due == moment("2026-12-07T22:59:59.999Z"))
    }

    @Test("A law that is uncertain is counted and says so; a proposal and a law to come are not counted")
    func statusDecides() throws {
        #expect(try due("us-fcc-customers", [.determined: "2026-11-22T10:00:00Z"]).isUncertain)
        let all = DutyMoments(
            Dictionary(uniqueKeysWithValues: DutyStart.allCases.map { ($0, moment("2026-11-22T10:00:00Z")) }))
        for (id, status) in [
            ("eu-omnibus-33-proposal", Obligation.Status.proposal), ("in-dpdp-board-72h", .notYetApplicable),
        ] {
            let row = try #require(catalogue[id])
            guard case .notLive(status, let note) = catalogue.due(row, from: all, in: berlin) else {
                Issue.record("\(id) has a live clock")
                continue
            }
            #expect(note.contains("202"), "the note has a date")
        }
    }

    @Test("Every row computes a deadline, or says which fact is missing")
    func everyRow() throws {
        let start = moment("2026-11-20T15:40:00Z")
        for row in catalogue.obligations where row.status.isLive {
            guard case .missing(let fact) = catalogue.due(row, from: DutyMoments(), in: berlin) else {
                Issue.record("\(row.id) counts from nothing")
                continue
            }
            let given =
                switch fact {
                case .start(let event): DutyMoments([event: start])
                case .submission(let id): DutyMoments(submitted: [id: start])
                }
            guard case .by(let deadline) = catalogue.due(row, from: given, in: berlin) else {
                Issue.record("\(row.id) has no deadline once \(fact.text) is known")
                continue
            }
            #expect(deadline.due > start, "\(row.id)")
            #expect(deadline.isSuggested == (row.within == nil), "\(row.id)")
            #expect(deadline.counted.contains(deadline.term.text), "\(row.id): \(deadline.counted)")
        }
    }

    private func due(
        _ id: String, _ starts: [DutyStart: String], in calendars: DutyCalendars? = nil
    ) throws -> Deadline {
        try due(id, DutyMoments(starts.mapValues(moment)), in: calendars)
    }

    private func due(_ id: String, _ moments: DutyMoments, in calendars: DutyCalendars? = nil) throws -> Deadline {
        let row = try #require(catalogue[id])
        return try #require(catalogue.due(row, from: moments, in: calendars ?? berlin).deadline)
    }
}

@Suite("DORA's two clocks")
struct TwinClockTests {
    private let catalogue = ObligationCatalogue.shipped
    private let berlin = DutyCalendars.of("Europe/Berlin")

    @Test("The first of the two to end binds")
    func earliestBinds() throws {
        let row = try #require(catalogue["eu-dora-initial-classification"])
        // Wednesday. Classified early: four hours bind. Classified after 22 hours: the 24 hours from awareness do.
        let early = moments(aware: "2026-11-25T08:00:00Z", classified: "2026-11-25T10:00:00Z")
        let first = try #require(catalogue.binding(row, from: early, in: berlin))
        #expect(first.obligation == "eu-dora-initial-classification")
        #expect(first.due == moment("2026-11-25T14:00:00Z"))
        let late = moments(aware: "2026-11-25T08:00:00Z", classified: "2026-11-26T06:00:00Z")
        let second = try #require(catalogue.binding(row, from: late, in: berlin))
        #expect(second.obligation == "eu-dora-initial-awareness")
        #expect(second.due == moment("2026-11-26T08:00:00Z"))
    }

    @Test("Classified only after 24 hours, the outer clock falls away")
    func outerClockFallsAway() throws {
        let row = try #require(catalogue["eu-dora-initial-awareness"])
        let late = moments(aware: "2026-11-25T08:00:00Z", classified: "2026-11-26T08:00:01Z")
        guard case .fallenAway = catalogue.due(row, from: late, in: berlin) else {
            Issue.record("the outer clock still runs")
            return
        }
        #expect(catalogue.binding(row, from: late, in: berlin)?.due == moment("2026-11-26T12:00:01Z"))
        let intime = moments(aware: "2026-11-25T08:00:00Z", classified: "2026-11-26T08:00:00Z")
        #expect(catalogue.due(row, from: intime, in: berlin).deadline?.due == moment("2026-11-26T08:00:00Z"))
    }

    @Test("An end at the weekend moves to noon of the next working day, and the end that did not move is kept")
    func weekendRelief() throws {
        let row = try #require(catalogue["eu-dora-initial-classification"])
        // Friday 23:00 in Berlin: Saturday 03:00, so Monday noon.
        let deadline = try #require(
            catalogue.due(row, from: DutyMoments([.classified: moment("2026-11-27T22:00:00Z")]), in: berlin).deadline)
        #expect(deadline.due == moment("2026-11-30T11:00:00Z"))
        #expect(deadline.movedFrom == moment("2026-11-28T02:00:00Z"))
        #expect(deadline.formalEnd == nil)
    }

    @Test(
        "One initial filing serves both rows, whichever it was recorded under; the latest intermediate starts the last clock"
    )
    func oneFiling() throws {
        let row = try #require(catalogue["eu-dora-intermediate"])
        for id in ["eu-dora-initial-classification", "eu-dora-initial-awareness"] {
            let moments = DutyMoments(submitted: [id: moment("2026-11-23T10:00:00Z")])
            #expect(catalogue.due(row, from: moments, in: berlin).deadline?.due == moment("2026-11-26T10:00:00Z"))
        }
    }

    private func moments(aware: String, classified: String) -> DutyMoments {
        DutyMoments([.aware: moment(aware), .classified: moment(classified)])
    }
}
