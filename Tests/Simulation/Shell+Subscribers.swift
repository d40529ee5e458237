import OnRecord

/// What Greetings and the mail room do for subscribers.
extension Shell {
    mutating func greet() throws {
        for subscriber in try world.store.greetingsDue(at: world.clock.now, limit: 20) {
            let id = "\(subscriber.id).greeting.\(subscriber.greeting.number)"
            let result: JobResult =
                switch world.mail.send(
                    .init(id: id, recipient: Subscriber.mailbox(subscriber.mail), about: "greeting \(id)"))
                {
                case .accepted: .done(detail: "250")
                case .deferred, .unheard: .failed(detail: "451", final: false)
                case .refused: .failed(detail: "550", final: true)
                }
            let greeted = subscriber.greeted(result, at: world.clock.now)
            try world.store.save(greeted.greeting, of: subscriber.id)
        }
    }

    func tell(_ job: Job) throws -> [Delivery] {
        let bulletins = desk.state.bulletins(after: .init(milliseconds: 0), until: world.clock.now + .days(400))
        return try job.members.map { delivery in
            var result = delivery
            (result.at, result.attempts) = (world.clock.now, delivery.attempts + 1)
            guard let subscriber = try world.store.subscriber(delivery.member) else {
                (result.state, result.detail) = (.done, "not sent: unsubscribed before it went out")
                return result
            }
            if case .sendDigest(let digest) = job.effect.task,
                digest.bulletins(for: subscriber, among: bulletins).isEmpty
            {
                (result.state, result.detail) = (.done, "not sent: nothing of it is chosen any more")
                return result
            }
            switch world.mail.send(
                .init(id: delivery.key, recipient: Subscriber.mailbox(subscriber.mail), about: job.effect.id))
            {
            case .accepted: (result.state, result.detail) = (.done, "250")
            case .deferred, .unheard: result.detail = "451"
            case .refused: (result.state, result.detail) = (.failed, "550")
            }
            return result
        }
    }
}
