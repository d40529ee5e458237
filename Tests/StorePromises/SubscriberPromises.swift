@testable import OnRecord
import Testing

@Suite("Subscribers")
struct SubscriberPromises {
    @Test("A subscriber reads back as it was asked for, by id and by key", arguments: StoreEngine.allCases)
    func readsBack(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let ada = reader(1, Subscription(services: ["proxy", "api"], topics: [.incidents, .notes], pace: .daily))
            try take(ada, store)
            #expect(try store.subscriber("s1") == ada)
            #expect(try store.subscriber(withKey: "key-1") == ada)
            #expect(try store.subscriber(withKey: "key-2") == nil)
            #expect(try store.subscriber("s2") == nil)
            let confirmed = try store.confirm("s1", at: Cast.later(5))
            #expect(confirmed == ada.confirmed(at: Cast.later(5)))
            #expect(try store.confirm("s1", at: Cast.later(9)) == confirmed)
            #expect(try store.confirm("s2", at: Cast.later(9)) == nil)
            let changed = try store.change("key-1", to: Subscription(), at: Cast.later(20))
            #expect(changed == confirmed?.changed(to: Subscription(), at: Cast.later(20)))
            #expect(try store.subscriber("s1") == changed)
        }
    }

    @Test(
        "An address is there once, whatever its case: nobody gets the same news under two ids",
        arguments: StoreEngine.allCases)
    func oneMailbox(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try take(reader(1), store)
            var again = reader(2, Subscription(pace: .daily))
            again.mail = "R1@Reader.Example"
            try take(again, store)
            #expect(try store.subscriber("s2") == nil)
            #expect(try store.subscriber("s1") == reader(1).asked(again: again))
            #expect(try store.subscriberCounts() == SubscriberCounts(confirmed: 0, daily: 0, waiting: 1))
        }
    }

    @Test(
        "So many requests may wait, and no more; then a known address gets the answer that a strange one gets",
        arguments: [StoreEngine.sqliteMemory])
    func bounded(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            for number in 1...Subscriber.waitingMax { try take(reader(number), store) }
            #expect(try !store.request(reader(Subscriber.waitingMax + 1)))
            #expect(try !store.request(reader(7)))
        }
    }

    @Test(
        "Whoever leaves is gone without a trace, by link or by address, and is not missed twice",
        arguments: StoreEngine.allCases)
    func forgetting(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            for number in 1...2 { try take(reader(number), store) }
            #expect(try store.forgetSubscriber(withKey: "key-1"))
            #expect(try !store.forgetSubscriber(withKey: "key-1"))
            #expect(try store.forgetSubscriber(withMail: " R2@reader.example"))
            #expect(try !store.forgetSubscriber(withMail: "r2@reader.example"))
            #expect(try store.subscriberCounts() == SubscriberCounts(confirmed: 0, daily: 0, waiting: 0))
        }
    }

    @Test(
        "Requests that nobody confirmed are forgotten with time, and confirmed ones stay",
        arguments: StoreEngine.allCases)
    func unconfirmed(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            for number in 1...3 { try take(reader(number), store) }
            _ = try store.confirm("s1", at: Cast.later(50))
            #expect(try store.forgetUnconfirmed(before: Cast.later(3)) == 1)
            #expect(try store.subscriber("s1") != nil && store.subscriber("s2") == nil && store.subscriber("s3") != nil)
        }
    }

    @Test(
        "Greetings are owed until they are sent; one that is owed anew meanwhile stays owed",
        arguments: StoreEngine.allCases)
    func greetings(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            for number in [2, 1] { try take(reader(number), store) }
            #expect(try store.greetingsDue(at: Cast.start, limit: 9).isEmpty)
            #expect(try store.greetingsDue(at: Cast.later(2), limit: 9).map(\.id) == ["s1", "s2"])
            #expect(try store.greetingsDue(at: Cast.later(2), limit: 1).map(\.id) == ["s1"])
            let sent = reader(1).greeted(.done(detail: "250"), at: Cast.later(2))
            try store.save(sent.greeting, of: "s1")
            #expect(try store.greetingsDue(at: Cast.later(2), limit: 9).map(\.id) == ["s2"])
            var again = reader(1)
            again.requestedAt = Cast.later(7200)
            try take(again, store)
            // A word about the first one, late.
            try store.save(sent.greeting, of: "s1")
            #expect(try store.greetingsDue(at: Cast.later(7200), limit: 9).map(\.id) == ["s2", "s1"])
        }
    }

    @Test("News is frozen over those it is for, in the transaction that stores it", arguments: StoreEngine.allCases)
    func frozen(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let choices: [Subscription] = [
                Subscription(), Subscription(services: ["proxy"]), Subscription(services: ["api"]),
                Subscription(topics: [.postMortems]), Subscription(pace: .daily), Subscription(),
            ]
            for (index, choice) in choices.enumerated() { try take(reader(index + 1, choice), store) }
            for number in 1...5 { _ = try store.confirm("s\(number)", at: Cast.later(60)) }
            let readers = Readership(topic: .incidents, services: ["proxy", "web"], newest: Cast.later(90))
            #expect(try store.hasSubscribers(among: [readers], pace: .atOnce))
            let news = news("update", ["proxy", "web"])
            try store.step { $0.effects = [news] }
            #expect(try store.pendingMembers(of: news) == ["s1", "s2"])
            _ = try store.confirm("s6", at: Cast.later(95))
            try store.forgetSubscriber(withKey: "key-1")
            #expect(try store.pendingMembers(of: news) == ["s1", "s2"])
        }
    }

    @Test(
        "Everybody means nobody in particular: news without services is for all who chose its kind",
        arguments: StoreEngine.allCases)
    func unknownServices(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try take(reader(1, Subscription(services: ["api"])), store)
            #expect(try !store.hasSubscribers(among: [readership([])], pace: .atOnce))
            _ = try store.confirm("s1", at: Cast.later(60))
            #expect(try store.hasSubscribers(among: [readership([])], pace: .atOnce))
            #expect(try !store.hasSubscribers(among: [readership([])], pace: .daily))
            #expect(try !store.hasSubscribers(among: [readership(["proxy"])], pace: .atOnce))
            #expect(try store.hasSubscribers(among: [readership(["proxy"]), readership(["api"])], pace: .atOnce))
        }
    }

    private func take(_ request: Subscriber, _ store: any Store) throws { #expect(try store.request(request)) }

    private func reader(_ number: Int, _ subscription: Subscription = Subscription()) -> Subscriber {
        let moment = Cast.later(Int64(number))
        return Subscriber(
            id: "s\(number)", mail: "r\(number)@reader.example", key: "key-\(number)", subscription: subscription,
            requestedAt: moment, greeting: .init(number: 1, at: moment, due: moment))
    }

    private func readership(_ services: [String]) -> Readership {
        Readership(topic: .incidents, services: services, newest: Cast.later(90))
    }

    private func news(_ name: String, _ services: [String]) -> Effect {
        Effect(
            id: "\(Cast.incident).news.\(name)", incident: Cast.incident,
            task: .tellSubscribers(
                Bulletin(incident: Cast.incident, event: .update, at: Cast.later(90), services: services)),
            notBefore: Cast.start)
    }
}
