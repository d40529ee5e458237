import Courier
import OnRecord
import Pages

/// Writes a notice for many customers. Those whose notices differ in a few words only share a form, which is composed once;
/// each form is proofread against one notice composed by hand, and not used when there is any other difference.
struct NoticePress: Sendable {
    /// Fewer do not repay a form and its proof.
    private static let formWorth = 4

    let policy: Policy
    let incident: Incident
    /// What is written, composed once for all.
    let notice: NoticeComposer
    let form: NoticeForm
    let links: Links
    let at: Timestamp

    struct Mail: Sendable {
        let token: String
        let address: String
        let rendered: RenderedMail
    }

    struct Written: Sendable {
        let delivery: Delivery
        let mail: Result<Mail, Unwritten>
    }

    /// Why a member cannot be written to.
    enum Unwritten: Error, CustomStringConvertible {
        case noCustomer
        case problem(MailProblem)

        var description: String {
            switch self {
            case .noCustomer: "no such customer in the directory"
            case .problem(let problem): "\(problem)"
            }
        }
    }

    private struct Member {
        let delivery: Delivery
        let customer: Customer
        let tokens: [Token]
    }

    /// One for each delivery, in any order.
    func write(_ deliveries: [Delivery], from store: any Store) throws -> [Written] {
        let ids = deliveries.map(\.member)
        let customers = Dictionary(uniqueKeysWithValues: try store.customers(ids).map { ($0.id, $0) })
        var tokens: [CustomerID: [Token]] = [:]
        if let scope = incident.scope, scope.tokens > 0 {
            tokens = Dictionary(grouping: try store.tokens(in: scope.audience, of: ids), by: \.customer)
        }
        var written: [Written] = []
        var kinds: [Kind: [Member]] = [:]
        for delivery in deliveries {
            guard let customer = customers[delivery.member] else {
                written.append(Written(delivery: delivery, mail: .failure(.noCustomer)))
                continue
            }
            let member = Member(delivery: delivery, customer: customer, tokens: tokens[customer.id] ?? [])
            kinds[Kind(member), default: []].append(member)
        }
        for members in kinds.values {
            let form =
                members.count < NoticePress.formWorth || isReply
                ? nil : form(members[0], proof: members[members.count - 1])
            for member in members { written.append(Written(delivery: member.delivery, mail: write(member, on: form))) }
        }
        return written
    }

    /// How one customer's notice looks, for people: nothing is sent.
    func sample(for customer: Customer, tokens: [Token]) -> MailText { compose(customer, tokens) }

    private func write(_ member: Member, on form: MailForm?) -> Result<Mail, Unwritten> {
        let token = links.tokens.token(of: member.delivery.key)
        let id = "\(token)@\(policy.mail.domain)"
        do throws(MailProblem) {
            let to = try MailAddress(name: member.customer.name, address: member.customer.mail)
            let rendered: RenderedMail
            if let form {
                let words = words(of: member.customer)
                rendered = try form.filled(
                    messageID: id, to: to, words: words, htmlWords: words.map { HTML(escaping: $0).text })
            } else {
                rendered = try message(
                    compose(member.customer, member.tokens), id: id, to: to,
                    thread: thread(to: member.delivery.member)
                ).printed()
            }
            return .success(Mail(token: token, address: to.address, rendered: rendered))
        } catch { return .failure(.problem(error)) }
    }

    /// Updates and reports answer the first notice that the same reader had, so their headers differ from one to the next.
    /// What the law wants as a message of its own (GDPR Art. 34(2)) answers nothing.
    private var isReply: Bool { form == .update || form == .report }

    private func thread(to member: CustomerID?) -> NoticeThread {
        let first = isReply ? member.flatMap { incident.breachNotice(to: $0) } : nil
        return NoticeThread(
            incident: incident.id, domain: policy.mail.domain,
            first: first.map { "\(links.tokens.token(of: $0))@\(policy.mail.domain)" })
    }

    private func message(
        _ text: MailText, id: String, to: MailAddress, thread: NoticeThread
    ) throws(MailProblem) -> MailMessage {
        try MailMessage(
            messageID: id, from: MailAddress(name: policy.mail.name, address: policy.mail.from), to: to,
            subject: text.subject, date: at.milliseconds, text: text.plain, html: text.html,
            inReplyTo: thread.inReplyTo, references: thread.references)
    }

    private func compose(_ customer: Customer, _ tokens: [Token]) -> MailText {
        notice.compose(
            for: customer, tokens: tokens,
            reissueURL: customer.id == Marker.id ? Marker.url : links.reissue(incident.id, customer.id))
    }

    // MARK: - Forms

    private func words(of customer: Customer) -> [String] {
        [customer.id, customer.name, customer.mail, links.reissue(incident.id, customer.id)]
    }

    /// What else a notice can depend on: those alike in it can share a form.
    private struct Kind: Hashable {
        let customer: Customer
        let tokens: [Token]

        init(_ member: Member) {
            customer = member.customer.marked
            tokens = member.tokens.map {
                var token = $0
                (token.id, token.customer) = ("", "")
                return token
            }
        }
    }

    /// The proof is another customer's notice: whatever of the first one had got into the form would be seen in it.
    private func form(_ first: Member, proof: Member) -> MailForm? {
        let specimen = compose(first.customer.marked, first.tokens)
        let composed = compose(proof.customer, proof.tokens)
        let words = words(of: proof.customer)
        let html = specimen.html.filled(words.map { HTML(escaping: $0).text })
        guard specimen.subject == composed.subject, html == composed.html,
            specimen.plain.filled(words).unwrapped == composed.plain.unwrapped
        else { return nil }
        return
            (try? message(
                specimen, id: "form@\(policy.mail.domain)", to: MailAddress(address: policy.mail.from),
                thread: thread(to: nil)))
            .flatMap { MailForm($0, markers: Marker.all) }
    }
}

/// What stands in a form for the words that differ: found in no text that people write.
private enum Marker {
    static let id = "zq1id1qz"
    static let name = "zq1name1qz"
    static let mail = "zq1mail1qz"
    static let url = "zq1url1qz"
    static let all = [id, name, mail, url]
}

extension NoticePress {
    /// - Parameter words: the document with a person's own words for it.
    init(
        _ form: NoticeForm, about incident: Incident, saying words: DocumentID? = nil, from house: House,
        templates: NoticeTemplates, links: Links
    ) async throws {
        let now = house.clock.now()
        let matter = NoticeMatter(
            policy: house.policy, incident: incident, documents: try await house.documents(of: incident),
            message: words,
            now: now)
        self.init(
            policy: house.policy, incident: incident,
            notice: try NoticeComposer(form, matter, templates: templates), form: form, links: links, at: now)
    }
}

extension Customer {
    fileprivate var marked: Customer {
        var customer = self
        (customer.id, customer.name, customer.mail) = (Marker.id, Marker.name, Marker.mail)
        return customer
    }
}

extension String {
    fileprivate func filled(_ words: [String]) -> String {
        zip(Marker.all, words).reduce(self) { text, word in text.replacing(word.0, with: word.1) }
    }

    /// Lines are broken elsewhere when words are longer.
    fileprivate var unwrapped: [Substring] { split(whereSeparator: \.isWhitespace) }
}
