import Courier
import OnRecord
import Pages
import ServiceLifecycle

/// Mail to those who asked for it. What each gets is looked up when it is sent: whoever has left meanwhile gets nothing.
extension MailRoom {
    private static let newsChunk = 100
    /// After so long a round ends, and other work is looked at.
    private static let newsRoundTime = Duration.seconds(20)

    /// Mails one piece of news to the next subscribers.
    func tell(_ bulletin: Bulletin, _ job: Job) async throws -> JobResult {
        guard let incident = await house.state.incidents[bulletin.incident] else {
            return .failed(detail: "the incident is unknown", final: true)
        }
        let documents = try await house.documents(of: incident)
        let first = incident.firstNews
        return try await deliver(job) { subscriber, delivery in
            // The thread begins with the mail that told of the page, whether or not this subscriber was there then.
            let root = Delivery(effect: first, purpose: first, member: subscriber.id).key
            let isFirst = root == delivery.key
            guard
                let text = SubscriberMail.news(
                    policy: house.policy, incident: incident, bulletin: bulletin, documents: documents,
                    isFirst: isFirst, link: links.manage(subscriber), madeAt: house.clock.now())
            else { return .nothing("not sent: the incident has no public page") }
            return .mail(text, answering: isFirst ? nil : root)
        }
    }

    /// Mails the day's news to the next subscribers.
    func send(_ digest: Digest, _ job: Job) async throws -> JobResult {
        let state = await house.state
        let bulletins = state.bulletins(after: digest.after, until: digest.until)
        var documents: [DocumentID: Document] = [:]
        for id in Set(bulletins.map(\.incident)) {
            guard let incident = state.incidents[id] else { continue }
            documents.merge(try await house.documents(of: incident)) { old, _ in old }
        }
        return try await deliver(job) { subscriber, _ in
            let theirs = digest.bulletins(for: subscriber, among: bulletins)
            guard !theirs.isEmpty else { return .nothing("not sent: nothing of it is chosen any more") }
            return .mail(
                SubscriberMail.digest(
                    policy: house.policy, bulletins: theirs, incidents: state.incidents, documents: documents,
                    link: links.manage(subscriber), until: digest.until), answering: nil)
        }
    }

    /// Answers a request: with the link that confirms, or with a word to whoever is subscribed already.
    func greet(_ subscriber: Subscriber) async -> JobResult {
        let isConfirmed = subscriber.confirmedAt != nil
        let text =
            isConfirmed
            ? SubscriberMail.reminder(policy: house.policy, subscriber: subscriber, link: links.manage(subscriber))
            : SubscriberMail.confirmation(
                policy: house.policy, subscriber: subscriber, link: links.confirm(subscriber.id))
        do {
            let id = "\(subscriber.id).greeting.\(subscriber.greeting.number)"
            return await sent(try envelope(text, id: id, to: subscriber, answering: nil, isList: isConfirmed))
        } catch {
            return .failed(detail: "the address cannot be written to", final: true)
        }
    }

    // MARK: - What they have in common

    private enum Composed {
        /// `answering`: the key of the mail that opened the thread.
        case mail(MailText, answering: String?)
        case nothing(String)
    }

    /// Writes, sends and records in chunks: after a crash a chunk at most is sent again, under the same Message-IDs.
    private func deliver(_ job: Job, _ compose: (Subscriber, Delivery) -> Composed) async throws -> JobResult {
        let end = ContinuousClock.now + MailRoom.newsRoundTime
        var hasMoved = false
        for start in stride(from: 0, to: job.members.count, by: MailRoom.newsChunk) {
            let chunk = job.members[start..<min(start + MailRoom.newsChunk, job.members.count)]
            let results = try await deliver(chunk, compose)
            // Nothing could be handed over at all, so what comes after it need not be tried now.
            if results.isEmpty { break }
            try await house.record(results, of: job.effect)
            hasMoved = true
            if Task.isShuttingDownGracefully || ContinuousClock.now > end { break }
        }
        return .round(hasMoved: hasMoved)
    }

    private func deliver(
        _ members: ArraySlice<Delivery>, _ compose: (Subscriber, Delivery) -> Composed
    ) async throws -> [Delivery] {
        var results: [Delivery] = []
        var envelopes: [MailEnvelope] = []
        for delivery in members {
            guard let subscriber = try house.store.subscriber(delivery.member) else {
                results.append(ended(delivery, .done, "not sent: unsubscribed before it went out"))
                continue
            }
            switch compose(subscriber, delivery) {
            case .nothing(let reason): results.append(ended(delivery, .done, reason))
            case .mail(let text, let root):
                do {
                    envelopes.append(
                        try envelope(text, id: delivery.key, to: subscriber, answering: root, isList: true))
                } catch { results.append(ended(delivery, .failed, "\(error)")) }
            }
        }
        let outcomes = Dictionary(uniqueKeysWithValues: await smtp.send(envelopes).map { ($0.id, $0) })
        for delivery in members {
            if let outcome = outcomes[delivery.key], let result = ended(delivery, outcome) { results.append(result) }
        }
        return results
    }

    private func envelope(
        _ text: MailText, id: String, to subscriber: Subscriber, answering root: String?, isList: Bool
    ) throws -> MailEnvelope {
        let identity = house.policy.mail
        let reference = root.map { "\($0)@\(identity.domain)" }
        let message = try MailMessage(
            messageID: "\(id)@\(identity.domain)", from: MailAddress(name: identity.name, address: identity.from),
            to: MailAddress(name: "", address: subscriber.mail), subject: text.subject,
            date: house.clock.now().milliseconds, text: text.plain, html: text.html, inReplyTo: reference,
            references: reference.map { [$0] } ?? [],
            headers: isList ? try listHeaders(unsubscribe: links.manage(subscriber)) : [])
        return try MailEnvelope(
            id: id, sender: identity.from, recipient: subscriber.mail, data: try signed(message.printed()))
    }

    /// One click needs HTTPS (RFC 8058, section 3.1); a site without it still says where to unsubscribe (RFC 2369).
    private func listHeaders(unsubscribe url: String) throws -> [MailHeader] {
        let out =
            url.hasPrefix("https://")
            ? try MailHeader.oneClickUnsubscribe(url: url) : [try MailHeader("List-Unsubscribe", "<\(url)>")]
        return [try MailHeader.listID("news.\(house.policy.mail.domain)")] + out
    }
}

extension Incident {
    /// The effect that told subscribers of the page, or would have: its id follows from the fact.
    fileprivate var firstNews: EffectID {
        let reserved = facts.first { if case .pageReserved = $0.what { true } else { false } }
        return reserved.map { "\(id).news.\($0.sequence)" } ?? id
    }
}
