import HTTPTypes
import Hummingbird
import OnRecord
import Pages

/// News by mail: asking for it, confirming, changing, and leaving. Strangers come here, so each body is small, requests are
/// counted, and the answer never tells whether an address is known.
struct SubscriptionRoutes: Sendable {
    private static let bodyMax = 8 << 10

    let house: House
    let links: Links
    let access: Access
    /// Anybody can have us write one mail to anybody; an hour lies between two mails to one address.
    let requestLimit = RateLimit(30, per: .minutes(1))

    func addPublic(to router: Router<Context>) {
        router.post("/trust/subscribe") { request, _ in try await self.ask(request) }
        router.get("/trust/subscribe/{id}/{code}") { _, context in
            guard let subscriber = try self.confirming(context) else { return self.unknown }
            return subscriber.confirmedAt == nil
                ? Answer.html(SubscribePages.confirm(subscriber, policy: house.policy)) : self.confirmed(subscriber)
        }
        router.post("/trust/subscribe/{id}/{code}") { _, context in
            guard let waiting = try self.confirming(context),
                let subscriber = try house.store.confirm(waiting.id, at: house.clock.now())
            else { return self.unknown }
            return self.confirmed(subscriber)
        }
        router.get("/u/{key}") { _, context in
            guard let subscriber = try self.subscriber(context) else { return self.unknown }
            return self.manage(subscriber)
        }
        router.post("/u/{key}") { request, context in try await self.unsubscribe(request, context) }
        router.post("/u/{key}/choices") { request, context in try await self.change(request, context) }
    }

    /// Counts, and the way to forget somebody who asks by other means than the link.
    func addPrivate(to router: Router<Context>) {
        router.get("/api/v1/subscribers") { request, _ in
            guard access.isOperator(request) else { return Answer.noOperator }
            return Answer.json(try house.store.subscriberCounts())
        }
        // The address comes in the body, because paths end up in logs.
        router.post("/api/v1/subscribers/erasure") { request, _ in
            guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
            let mail = try await Fields.read(request, upTo: SubscriptionRoutes.bodyMax).text("mail") ?? ""
            return Answer.json(["erased": try house.store.forgetSubscriber(withMail: mail)])
        }
    }

    // MARK: - Asking and confirming

    private func ask(_ request: Request) async throws -> Response {
        let fields = try await Fields.read(request, upTo: SubscriptionRoutes.bodyMax)
        let mail = fields.text("mail") ?? ""
        do {
            let subscription = try self.subscription(fields)
            var random = SystemRandomNumberGenerator()
            let wish = try Subscriber(requesting: subscription, to: mail, at: house.clock.now(), random: &random)
            guard requestLimit.allows(at: house.clock.now()), try house.store.request(wish) else { return busy }
            return Answer.html(SubscribePages.asked(house.policy))
        } catch let refusal as Refusal {
            let draft = SubscribePages.Draft(mail: mail, subscription: typed(fields))
            return Answer.html(
                SubscribePages.form(house.policy, message: refusal.description, draft: draft),
                status: .unprocessableContent)
        }
    }

    private func confirming(_ context: Context) throws -> Subscriber? {
        guard let id = context.parameters.get("id"), let code = context.parameters.get("code"),
            links.isConfirmation(code, id)
        else { return nil }
        return try house.store.subscriber(id)
    }

    // MARK: - Changing and leaving

    private func subscriber(_ context: Context) throws -> Subscriber? {
        try context.parameters.get("key").flatMap { try house.store.subscriber(withKey: $0) }
    }

    /// RFC 8058: no cookie, no question, no redirect, and the same answer however often it is asked. Nothing else can be
    /// posted here, so whatever form the body has, it is the wish to leave.
    private func unsubscribe(_ request: Request, _ context: Context) async throws -> Response {
        _ = try await request.body.collect(upTo: SubscriptionRoutes.bodyMax)
        try house.store.forgetSubscriber(withKey: context.parameters.get("key") ?? "")
        return Answer.html(SubscribePages.unsubscribed(house.policy))
    }

    private func change(_ request: Request, _ context: Context) async throws -> Response {
        guard let subscriber = try subscriber(context) else { return unknown }
        let fields = try await Fields.read(request, upTo: SubscriptionRoutes.bodyMax)
        do {
            let subscription = try self.subscription(fields)
            guard let changed = try house.store.change(subscriber.key, to: subscription, at: house.clock.now()) else {
                return unknown
            }
            return manage(changed, isChanged: true)
        } catch let refusal as Refusal {
            return manage(subscriber, message: refusal.description, status: .unprocessableContent)
        }
    }

    // MARK: - Words

    private func subscription(_ fields: Fields) throws -> Subscription {
        let topics = try fields.list("topic").map { word in
            guard let topic = Subscription.Topic(rawValue: word) else {
                throw Refusal.unknown("A topic", word, expected: Subscription.Topic.allCases.map(\.rawValue))
            }
            return topic
        }
        let pace = fields.text("pace") ?? Subscription.Pace.atOnce.rawValue
        guard let pace = Subscription.Pace(rawValue: pace) else {
            throw Refusal.unknown("The pace", pace, expected: Subscription.Pace.allCases.map(\.rawValue))
        }
        return try Subscription(
            services: fields.list("service"), topics: Set(topics), pace: pace, policy: house.policy)
    }

    /// As much of it as makes sense, to show it again.
    private func typed(_ fields: Fields) -> Subscription {
        Subscription(
            services: fields.list("service"),
            topics: fields.list("topic").compactMap(Subscription.Topic.init(rawValue:)),
            pace: fields.text("pace").flatMap(Subscription.Pace.init(rawValue:)) ?? .atOnce)
    }

    private func manage(
        _ subscriber: Subscriber, isChanged: Bool = false, message: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Answer.html(
            SubscribePages.manage(
                subscriber, policy: house.policy, path: Links.managePath(subscriber.key), isChanged: isChanged,
                message: message), status: status)
    }

    private func confirmed(_ subscriber: Subscriber) -> Response {
        Answer.html(
            SubscribePages.confirmed(
                subscriber, policy: house.policy, managePath: Links.managePath(subscriber.key)))
    }

    private var unknown: Response { Answer.html(SubscribePages.unknown(house.policy), status: .notFound) }

    private var busy: Response {
        Answer.html(
            PublicForms.problem(
                title: "Too many requests at once",
                detail: "We take a limited number of new subscriptions at a time. Please try again in a minute; "
                    + "the feeds on the page before this one need no address."), status: .tooManyRequests)
    }
}
