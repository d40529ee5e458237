@testable import OnRecord
import Testing

@Suite("Asking for news")
struct SubscriptionTests {
    private let now = Cast.start

    private func subscriber(_ mail: String = "ada@reader.example", _ subscription: Subscription = Subscription())
        throws -> Subscriber
    {
        var chance = CountingRandom()
        return try Subscriber(requesting: subscription, to: mail, at: now, random: &chance)
    }

    /// The greeting has gone out.
    private func greeted(_ subscriber: Subscriber) -> Subscriber {
        subscriber.greeted(.done(detail: "250"), at: subscriber.greeting.at)
    }

    @Test(
        "What is no mail address is refused with what to do, and could put nothing into a header",
        arguments: [
            "", "ada", "ada@", "@reader.example", "a b@reader.example", "ada@reader..example",
            "ada@reader.example\r\nBcc: all@reader.example", "ada@reader.example, bob@reader.example",
            "Ada <ada@reader.example>", String(repeating: "a", count: 250) + "@reader.example",
        ])
    func badAddress(mail: String) {
        #expect(throws: Refusal.self) { try subscriber(mail) }
    }

    @Test("No kind of news, or a service that is none, is refused; every service ticked means those to come, too")
    func badChoices() throws {
        let policy = try Cast.policy()
        #expect(throws: Refusal.self) { try Subscription(services: [], topics: [], pace: .daily, policy: policy) }
        #expect(throws: Refusal.self) {
            try Subscription(services: ["nothing"], topics: [.incidents], pace: .daily, policy: policy)
        }
        let all = try Subscription(services: ["proxy"], topics: [.notes, .incidents], pace: .daily, policy: policy)
        #expect(all == Subscription(services: [], topics: [.incidents, .notes], pace: .daily))
    }

    @Test("Asked again within the hour nothing is owed; then after one hour, two, four, and once a day at most")
    func oncePerHour() throws {
        var waiting = greeted(try subscriber())
        var owed: [Int64] = []
        for minute in 1...(4 * 24 * 60) {
            var request = try subscriber()
            request.requestedAt = now + .minutes(Int64(minute))
            let after = waiting.asked(again: request)
            if after.greeting.number > waiting.greeting.number { owed.append(Int64(minute)) }
            waiting = greeted(after)
        }
        #expect(owed == [60, 180, 420, 900, 1860, 3300, 4740])
    }

    @Test("Whoever confirmed keeps what they chose, whatever anybody asks for in their name")
    func confirmedStays() throws {
        let confirmed = greeted(try subscriber()).confirmed(at: now + .minutes(1))
        var request = try subscriber("ADA@reader.example", Subscription(topics: [.notes], pace: .daily))
        request.requestedAt = now + .hours(2)
        let after = confirmed.asked(again: request)
        #expect(after.subscription == Subscription() && after.mail == "ada@reader.example")
        #expect(after.greeting.due == request.requestedAt)
    }

    @Test("Before confirmation the newest choices count; a second confirmation changes nothing")
    func choicesBefore() throws {
        let request = try subscriber("ada@reader.example", Subscription(pace: .daily))
        let waiting = greeted(try subscriber()).asked(again: request)
        #expect(waiting.subscription.pace == .daily)
        let confirmed = waiting.confirmed(at: now + .minutes(1))
        #expect(confirmed.confirmed(at: now + .hours(9)) == confirmed)
    }

    @Test("A greeting the relay cannot take is tried again with growing pauses, for a day; a refusal ends it at once")
    func retries() throws {
        var waiting = try subscriber()
        var moment = now
        var pauses: [Int64] = []
        while let due = waiting.greeting.due, pauses.count < 200 {
            moment = max(moment, due)
            waiting = waiting.greeted(.failed(detail: "451", final: false), at: moment)
            if let next = waiting.greeting.due { pauses.append((next - moment).milliseconds / 1000) }
        }
        #expect(pauses.prefix(8) == [30, 60, 120, 240, 480, 960, 1800, 1800])
        #expect(moment - now >= .hours(24) && moment - now < .hours(25))
        #expect(try subscriber().greeted(.failed(detail: "550", final: true), at: now).greeting.due == nil)
    }

    @Test("Keys and ids are random, of 128 and of 64 bits, and the id says nothing about the address")
    func keys() throws {
        var chance = SystemRandomNumberGenerator()
        let all = try (0..<100).map { _ in
            try Subscriber(requesting: Subscription(), to: "ada@reader.example", at: now, random: &chance)
        }
        #expect(Set(all.map(\.key)).count == 100 && Set(all.map(\.id)).count == 100)
        #expect(all.allSatisfy { $0.key.utf8.count == 32 && $0.id.utf8.count == 17 })
    }

    @Test(
        "A digest goes out at eight of the organisation's day, in summer as in winter",
        arguments: [
            ("2026-11-22T06:59:59Z", "2026-11-21T07:00:00Z"), ("2026-11-22T07:00:00Z", "2026-11-22T07:00:00Z"),
            ("2026-07-01T23:59:00Z", "2026-07-01T06:00:00Z"), ("2026-07-01T05:00:00Z", "2026-06-30T06:00:00Z"),
        ])
    func morning(now: String, last: String) throws {
        let calendar = try Cast.policy().organisation.calendar
        #expect(calendar.lastDigest(before: moment(now)) == moment(last))
    }
}
