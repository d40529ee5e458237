@testable import OnRecord
import Testing

@Suite("News to subscribers")
struct SubscriberStories {
    @Test("Whatever is published is told at once to those who chose it, each in the step that published it")
    func atOnce() throws {
        let story = try Story()
        let all = try story.subscribe()
        let accounts = try story.subscribe("b@reader.example", Subscription(topics: [.postMortems]))
        try story.breach()
        try story.write(.update, ["text": "We are on it."])
        try story.write(.note, ["text": "For us alone."])
        try story.reach(.contained)
        try story.write(.postMortem, Cast.postMortem, followUps: Cast.followUps)
        try story.write(.correction, ["text": "It was two tokens."])
        try story.reach(.resolved)
        let told = try story.told()
        #expect(told.map(\.event) == [.pageReserved, .update, .postMortem, .correction, .resolved])
        #expect(told.map(\.members) == [[all], [all], [all, accounts].sorted(), [all, accounts].sorted(), [all]])
    }

    @Test("A house without subscribers queues no news at all, and neither does what is not public")
    func nobody() throws {
        let story = try Story()
        try story.breach()
        #expect(try story.told().isEmpty)
        try story.subscribe()
        try story.declare("degraded")
        try story.acknowledge()
        try story.confirm()
        try story.reach(.resolved)
        #expect(try story.told().isEmpty)
    }

    @Test("Who chose a service hears of it, and of incidents whose services nobody knows yet, and of nothing else")
    func services() throws {
        let text = Cast.text(
            replacing: "  - {id: proxy, title: Data plane}",
            with: "  - {id: proxy, title: Data plane}\n  - {id: console, title: Console}")
        let story = try Story(Policy.parse(text, file: "policy.yaml", rules: Cast.rules))
        let console = try story.subscribe("a@reader.example", Subscription(services: ["console"]))
        let proxy = try story.subscribe("b@reader.example", Subscription(services: ["proxy"]))
        try story.declare("breach")
        try story.confirm()
        #expect(try story.told().map(\.members) == [[console, proxy].sorted()])
        try story.scope()
        try story.write(.update, ["text": "It is the proxy."])
        #expect(try story.told().last?.members == [proxy])
    }

    @Test("Whoever has not confirmed hears nothing, and whoever confirms later hears of what comes then")
    func unconfirmed() throws {
        let story = try Story()
        let early = try story.subscribe()
        let waiting = try story.request("b@reader.example")
        try story.breach()
        _ = try story.store.confirm(waiting.id, at: story.now + .seconds(1))
        #expect(try story.told().map(\.members) == [[early]])
        try story.write(.update, ["text": "We are on it."])
        #expect(try story.told().last?.members == [early, waiting.id].sorted())
    }

    @Test("Those who chose one mail a day get one, at eight in the morning, with the day's news by their choice")
    func daily() throws {
        let story = try Story()
        let reader = try story.subscribe("a@reader.example", Subscription(pace: .daily))
        try story.breach()
        try story.write(.update, ["text": "We are on it."])
        #expect(try story.told().isEmpty)
        // Sunday, 10:35 in Berlin: the next morning is a day off.
        #expect(try story.wait(.hours(20)).effects.isEmpty)
        let decision = try story.wait(.hours(2))
        guard case .sendDigest(let digest) = try #require(decision.tasks.first) else { return #expect(Bool(false)) }
        #expect(digest.until == moment("2026-11-23T07:00:00Z"))
        #expect(try story.store.deliveries(of: decision.effects[0].id).map(\.member) == [reader])
        let bulletins = story.state.bulletins(after: digest.after, until: digest.until)
        let subscriber = try #require(try story.store.subscriber(reader))
        #expect(digest.bulletins(for: subscriber, among: bulletins).map(\.event) == [.pageReserved, .update])
        // Told is told: neither time nor a restart tells it again.
        try story.restart()
        #expect(try story.wait(.days(3)).tasks.isEmpty)
        try story.carryOut()
        #expect(story.state.news.openDigests.isEmpty)
    }

    @Test("After days of downtime there is one digest of all of them")
    func downtime() throws {
        let story = try Story()
        try story.subscribe("a@reader.example", Subscription(pace: .daily))
        try story.breach()
        let tasks = try story.wait(.days(5)).tasks.filter { if case .sendDigest = $0 { true } else { false } }
        #expect(tasks.count == 1)
    }

    @Test("Who changes from at once to daily is not told again in the morning what came at once")
    func changedPace() throws {
        let story = try Story()
        let reader = try story.subscribe()
        try story.breach()
        let subscriber = try #require(try story.store.subscriber(reader))
        _ = try story.store.change(subscriber.key, to: Subscription(pace: .daily), at: story.now + .minutes(5))
        try story.write(.update, ["text": "We are on it."], after: .minutes(10))
        let decision = try story.wait(.days(1))
        guard case .sendDigest(let digest) = try #require(decision.tasks.first) else { return #expect(Bool(false)) }
        let all = story.state.bulletins(after: digest.after, until: digest.until)
        let changed = try #require(try story.store.subscriber(reader))
        #expect(digest.bulletins(for: changed, among: all).map(\.event) == [.update])
    }

    @Test("The notice to affected customers is no news: who has unsubscribed from news gets it all the same")
    func noticesStay() throws {
        let story = try Story()
        try story.store.save([Customer(id: "cust-01", name: "Customer 1", mail: "a@reader.example")])
        let subscriber = try story.request("a@reader.example")
        _ = try story.store.confirm(subscriber.id, at: story.now)
        try story.store.forgetSubscriber(withKey: subscriber.key)
        try story.breach()
        #expect(try story.told().isEmpty)
        let notices = try story.incident.work.filter { $0.value.task.isNotice }.keys
            .flatMap { try story.store.deliveries(of: $0) }
        #expect(notices.map(\.member) == ["cust-01", "cust-02"])
    }

    @Test("A drill keeps its news in the house, even where somebody has subscribed")
    func drill() throws {
        let policy = try Cast.policy()
        let store = try Story(policy).store
        var chance = CountingRandom()
        let wish = try Subscriber(requesting: Subscription(), to: "a@reader.example", at: Cast.start, random: &chance)
        #expect(try store.request(wish))
        _ = try store.confirm(wish.id, at: Cast.start)
        var rehearsal = try Rehearsal(policy: policy, store: store, starting: Cast.start, random: CountingRandom())
        _ = try rehearsal.run(only: "breach")
        let news = rehearsal.state.allIncidents.flatMap(\.work).filter {
            if case .tellSubscribers = $0.value.task { true } else { false }
        }
        let deliveries = try news.flatMap { try store.deliveries(of: $0.key) }
        #expect(!deliveries.isEmpty)
        #expect(deliveries.allSatisfy { $0.detail == "kept in the house by the drill" })
    }

    @Test("Neither journal nor record knows who reads us")
    func nothingPersonal() throws {
        let story = try Story()
        try story.subscribe("grace@reader.example")
        try story.subscribe("ada@reader.example", Subscription(pace: .daily))
        try story.breach()
        try story.wait(.days(1))
        try story.carryOut()
        let facts = try story.store.facts(after: 0, limit: .max).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(facts.contains { $0.contains("sendDigest") } && facts.contains { $0.contains("tellSubscribers") })
        #expect(facts.filter { $0.contains("reader.example") || $0.contains("@") } == [])
    }
}

extension Story {
    struct Told: Equatable {
        var event: Bulletin.Event
        var members: [SubscriberID]
    }

    /// News queued so far, oldest first, with those it is for.
    fileprivate func told() throws -> [Told] {
        try state.allIncidents.flatMap(\.facts).compactMap { fact in
            guard case .queued(let effect, .tellSubscribers(let bulletin)) = fact.what else { return nil }
            return Told(event: bulletin.event, members: try store.deliveries(of: effect).map(\.member))
        }
    }

    fileprivate func request(_ mail: String, _ subscription: Subscription = Subscription()) throws -> Subscriber {
        let number = try store.subscriberCounts()
        let id = "s\(number.confirmed + number.waiting + 1)"
        let wish = Subscriber(
            id: id, mail: mail, key: "key-\(id)", subscription: subscription, requestedAt: now,
            greeting: .init(number: 1, at: now, due: now))
        #expect(try store.request(wish))
        return wish
    }

    @discardableResult
    fileprivate func subscribe(_ mail: String = "a@reader.example", _ subscription: Subscription = Subscription())
        throws -> SubscriberID
    {
        let id = try request(mail, subscription).id
        _ = try store.confirm(id, at: now)
        return id
    }
}
