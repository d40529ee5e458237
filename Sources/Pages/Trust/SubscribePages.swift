import OnRecord

/// Subscribing to news by mail, and getting out of it. All of it works without script; looking never acts, because mail
/// scanners open links.
public enum SubscribePages {
    public static let path = "/trust/subscribe"

    /// What somebody has typed, to show it again.
    public struct Draft: Sendable {
        public var mail: String
        public var subscription: Subscription

        public init(mail: String = "", subscription: Subscription = Subscription(topics: [.incidents, .postMortems])) {
            (self.mail, self.subscription) = (mail, subscription)
        }
    }

    /// Posts `mail`, `topic` and `service` (each as often as chosen) and `pace` to its own address.
    /// - Parameter message: what was wrong with the last attempt.
    public static func form(_ policy: Policy, message: String? = nil, draft: Draft = Draft()) -> [UInt8] {
        let notice: HTML? = message.map { "<div class=\"panel missed\" role=\"alert\"><p>\($0)</p></div>" }
        let body: HTML = """
            <h1>News by mail</h1>
            \(notice)
            <p class="lead">Hear from us when an incident is confirmed, when it is over, and when we have written down \
            why it happened.</p>
            <form method="post" action="\(path)">
            <label for="mail">Your mail address</label>
            <input id="mail" name="mail" type="email" required maxlength="254" autocomplete="email" value="\(draft.mail)">
            \(choices(draft.subscription, policy))
            <p class="note">We send one mail with a link first; nothing else comes before you have pressed the button behind \
            it. Every mail has a link that ends it at once. Your address is used for this alone, and deleted when you \
            leave.</p>
            <button>Subscribe</button>
            </form>
            <h2 id="feeds">Without an address</h2>
            <p>The same news, with full texts, for a feed reader: \
            <a href="\(Feed.rss)">RSS</a>, <a href="\(Feed.atom)">Atom</a>, <a href="\(Feed.json)">JSON Feed</a>. \
            For programs there is <a href="\(StatuspageAPI.summary)">the current state as JSON</a>, in the form that \
            readers of Statuspage know.</p>
            <p class="note">Customers whose data an incident touches are told in any case; that is no subscription, and \
            unsubscribing does not stop it.</p>
            """
        return Layout.page(title: "News by mail", path: path, policy: policy, body: body).bytes
    }

    /// The same whether or not we know the address, so that nobody learns who reads us.
    public static func asked(_ policy: Policy) -> [UInt8] {
        page(
            "Look into your mailbox", policy,
            """
            <h1>Look into your mailbox</h1>
            <div class="panel running" role="status"><p>If the address is right, a mail from \
            \(policy.mail.from) is on its way. Press the button behind its link, and you are subscribed.</p></div>
            <p>Nothing after a few minutes? Look where unwanted mail goes. We write to an address once an hour at most, so \
            asking again sooner sends nothing. The link works for a day.</p>
            """)
    }

    public static func confirm(_ subscriber: Subscriber, policy: Policy) -> [UInt8] {
        page(
            "Confirm", policy,
            """
            <h1>Do you want this news?</h1>
            \(summary(subscriber, policy))
            <form method="post"><button>Yes, subscribe</button></form>
            <p class="note">If you did not ask for it, close this page: you get nothing, and the address is forgotten.</p>
            """)
    }

    /// - Parameter manageURL: path of the page where the subscription is changed or ended.
    public static func confirmed(_ subscriber: Subscriber, policy: Policy, managePath: String) -> [UInt8] {
        page(
            "Subscribed", policy,
            """
            <h1>You are subscribed</h1>
            <div class="panel kept" role="status"><p><span class="mark kept">Confirmed</span> From now on you hear from \
            us.</p></div>
            \(summary(subscriber, policy))
            <p><a href="\(managePath)">Change what you get, or unsubscribe</a>. The same link stands in every mail.</p>
            """)
    }

    /// - Parameter isChanged: a change was just stored.
    /// - Parameter message: what was wrong with it.
    public static func manage(
        _ subscriber: Subscriber, policy: Policy, path: String, isChanged: Bool = false, message: String? = nil
    ) -> [UInt8] {
        let notice: HTML? =
            message.map { "<div class=\"panel missed\" role=\"alert\"><p>\($0)</p></div>" }
            ?? (isChanged
                ? "<div class=\"panel kept\" role=\"status\"><p><span class=\"mark kept\">Saved</span></p></div>" : nil)
        return page(
            "Your subscription", policy,
            """
            <p class="kicker">\(subscriber.mail)</p>
            <h1>Your subscription</h1>
            \(notice)
            <form method="post" action="\(path)">
            <input type="hidden" name="List-Unsubscribe" value="One-Click">
            <button>Unsubscribe</button>
            <p class="note">Ends all of it at once, and deletes your address here.</p>
            </form>
            <h2 id="change">Or change what you get</h2>
            <form method="post" action="\(path)/choices">
            \(choices(subscriber.subscription, policy))
            <button>Save the changes</button>
            </form>
            """)
    }

    public static func unsubscribed(_ policy: Policy) -> [UInt8] {
        page(
            "Unsubscribed", policy,
            """
            <h1>You are unsubscribed</h1>
            <div class="panel kept" role="status"><p><span class="mark kept">Done</span> There is no subscription behind \
            this link any more, and its address is deleted.</p></div>
            <p>Mail that was on its way already may still arrive. If news keeps coming, use the link in the newest mail, \
            or write to \(policy.organisation.contactLink).</p>
            <p class="note">Customers whose data an incident touches are told in any case. \
            <a href="\(path)">Subscribe again</a></p>
            """)
    }

    /// A key that opens nothing: ended, or cut off.
    public static func unknown(_ policy: Policy) -> [UInt8] {
        page(
            "No subscription here", policy,
            """
            <h1>There is no subscription behind this link</h1>
            <p class="lead">If you have unsubscribed, all is done: the address is deleted.</p>
            <p>Otherwise the link may have been cut off at a line’s end, or it waited longer than a day to be confirmed. \
            Open it again from the newest mail, or <a href="\(path)">subscribe again</a>.</p>
            """)
    }

    // MARK: - Pieces

    private static func choices(_ chosen: Subscription, _ policy: Policy) -> HTML {
        let topics = Subscription.Topic.allCases.map { topic in
            box(
                "checkbox", "topic", topic.rawValue, SubscriptionText.name(topic),
                isOn: chosen.topics.contains(topic))
        }
        let services = policy.services.map { service in
            box("checkbox", "service", service.id, service.title, isOn: chosen.services.contains(service.id))
        }
        let paces = Subscription.Pace.allCases.map { pace in
            box("radio", "pace", pace.rawValue, SubscriptionText.name(pace), isOn: chosen.pace == pace)
        }
        let which: HTML? =
            policy.services.count < 2
            ? nil
            : """
            <fieldset>
            <legend>Which services?</legend>
            <p class="note">None ticked means all of them.</p>
            \(services)</fieldset>

            """
        return """
            <fieldset>
            <legend>What do you want to hear of?</legend>
            \(topics)</fieldset>
            \(which)<fieldset>
            <legend>How often?</legend>
            \(paces)</fieldset>
            """
    }

    private static func box(_ type: String, _ name: String, _ value: String, _ text: String, isOn: Bool) -> HTML {
        """
        <label class="choice"><input type="\(type)" name="\(name)" value="\(value)"\(isOn ? " checked" : HTML.nothing)> \
        \(text)</label>

        """
    }

    private static func summary(_ subscriber: Subscriber, _ policy: Policy) -> HTML {
        """
        <p class="lead">\(SubscriptionText.topics(subscriber.subscription).capitalizedFirst), to \(subscriber.mail). \
        \(SubscriptionText.rest(subscriber.subscription, policy))</p>
        """
    }

    private static func page(_ title: String, _ policy: Policy, _ body: HTML) -> [UInt8] {
        Layout.privatePage(title: title, organisation: policy.organisation, body: body).bytes
    }
}
