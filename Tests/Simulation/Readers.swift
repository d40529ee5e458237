import OnRecord
import Testing

/// People outside who want news, change their minds, leave, and come again; now and then somebody asks in another's name.
/// They know what stands in the mails they got, and no more.
struct Readers {
    private let chance: Chance

    init(_ chance: Chance) { self.chance = chance }

    enum Act {
        case ask(Subscriber)
        case confirm(SubscriberID)
        case change(key: String, Subscription)
        case leave(key: String)
        case forgetUnconfirmed
    }

    func wish(for mail: String, at now: Timestamp, _ subscription: Subscription) -> Subscriber {
        let (id, key) = ("s\(chance.next())", "k\(chance.next())")
        return Subscriber(
            id: id, mail: mail, key: key, subscription: subscription, requestedAt: now,
            greeting: .init(number: 1, at: now, due: now))
    }

    func act(_ store: any Store, _ mail: MailWorld, at now: Timestamp) throws -> Act? {
        let address = chance.pick(Cast.readers)
        // A greeting's id begins with the subscriber's; the links in it lead there.
        let letters = mail.arrived.filter { $0.recipient == address && $0.about.hasPrefix("greeting") }
        let known = letters.isEmpty ? nil : String(chance.pick(letters).id.prefix { $0 != "." })
        let key = try known.flatMap { try store.subscriber($0)?.key } ?? "k-unknown"
        switch chance.number(in: 0..<10) {
        case 0...2:
            let typed = chance.happens(20) ? address.uppercased() : address
            return .ask(wish(for: typed, at: now, choices()))
        case 3...6: return known.map { .confirm($0) }
        case 7: return .change(key: key, choices())
        case 8: return .leave(key: key)
        default: return .forgetUnconfirmed
        }
    }

    private func choices() -> Subscription {
        Subscription(
            services: chance.happens(30) ? ["proxy"] : [],
            topics: chance.happens(70) ? Subscription.Topic.allCases : [chance.pick(Subscription.Topic.allCases)],
            pace: chance.happens(30) ? .daily : .atOnce)
    }
}

extension World {
    func readersAct() throws {
        guard let act = try readers.act(store.real, mail, at: clock.now) else { return }
        let now = clock.now
        try step("reader: \(act)") { shell in
            let store = shell.world.store
            switch act {
            case .ask(let wish): #expect(try store.request(wish))
            case .confirm(let id): _ = try store.confirm(id, at: now)
            case .change(let key, let subscription): _ = try store.change(key, to: subscription, at: now)
            case .leave(let key): try store.forgetSubscriber(withKey: key)
            case .forgetUnconfirmed: try store.forgetUnconfirmed(before: now + (.zero - Subscriber.patience))
            }
        }
    }

    /// All news reached those whom it was for and who are still there.
    func expectNewsTold(in state: State) throws {
        #expect(try store.real.greetingsDue(at: clock.now + .days(1), limit: 1).isEmpty, "\(seed)")
        #expect(state.news.openDigests.isEmpty, "\(seed)")
        for (effect, work) in state.allIncidents.flatMap(\.work) {
            guard case .tellSubscribers = work.task else { continue }
            for delivery in try store.real.deliveries(of: effect) {
                #expect(delivery.state != .pending, "\(seed): \(delivery)")
                let wasSent = mail.arrived.contains { $0.id == delivery.key }
                #expect(delivery.state == .failed || wasSent || delivery.detail.hasPrefix("not sent"), "\(delivery)")
            }
        }
    }
}

extension Auditor {
    /// Readers come and go between the steps, so what is in the store now is what was there when the letter left.
    mutating func judgeNews(_ letter: MailWorld.Letter) throws {
        let inbox = Inbox(recipient: letter.recipient, incident: letter.about)
        news[inbox, default: []].insert(letter.id)
        try hold(news[inbox]?.count == 1, "\(letter.recipient) got \(letter.about) under two ids")
        guard !letter.about.hasPrefix("greeting") else { return }
        let confirmed = try store.real.deliveries(of: letter.about).compactMap { delivery in
            try delivery.key == letter.id ? store.real.subscriber(delivery.member) : nil
        }.filter { $0.confirmedAt != nil }
        try hold(
            confirmed.map { Subscriber.mailbox($0.mail) } == [letter.recipient],
            "\(letter.recipient) got \(letter.about), and no confirmed subscription is behind it")
    }
}
