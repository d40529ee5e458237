import Mustache
import OnRecord

/// Composes one notice to many readers. Made once for a batch: Mustache runs here, twice for each language, and what is
/// left for each reader is to put in a name, a sentence about tokens and a link.
public struct NoticeComposer: Sendable {
    private let english: Rendering
    private let german: Rendering

    /// One language: the notice for readers with and without tokens of their own, and what it is made from.
    private struct Rendering: Sendable {
        var words: NoticeWords
        var draft: Draft
        var mail: PreparedMail
        var mailToHoldersOfTokens: PreparedMail
    }

    /// The order of the personal values, which is the order of their placeholders.
    private enum Personal: Int, CaseIterable { case customer, tokenStatus, reissueLink }

    /// - Parameter demand: what a duty asks of this notice; what its kind holds by itself when none does.
    /// - Throws: never for templates that `NoticeTemplates` has accepted; a missing one is named.
    public init(
        _ form: NoticeForm, _ matter: NoticeMatter, templates: NoticeTemplates, demand: NoticeDemand? = nil
    ) throws {
        let demand = demand ?? NoticeDemand(form, for: matter)
        func rendering(_ language: Language) throws -> Rendering {
            guard let template = templates[form, language] else {
                throw NoTemplate(name: NoticeTemplates.Name(form: form, language: language).file)
            }
            let facts = NoticeFacts(form, matter, demand, in: language)
            let words = NoticeWords(matter: matter, language: language)
            let values = facts.values
            func mail(holdsTokens: Bool) -> PreparedMail {
                NoticeComposer.render(
                    template, values, revokes: words.holdsTokens || holdsTokens,
                    needsNewToken: words.needsNewToken || holdsTokens, language: language)
            }
            return Rendering(
                words: words, draft: facts.draft, mail: mail(holdsTokens: false),
                mailToHoldersOfTokens: mail(holdsTokens: true))
        }
        (english, german) = (try rendering(.english), try rendering(.german))
    }

    private func rendering(in language: Language) -> Rendering {
        switch language {
        case .english: english
        case .german: german
        }
    }

    /// What the notice holds and what it lacks.
    public func draft(in language: Language = .english) -> Draft { rendering(in: language).draft }

    public struct NoTemplate: Error, CustomStringConvertible {
        public var name: String
        public var description: String {
            "There is no template \(name). Restore it, or take your own folder out of the policy."
        }
    }

    /// - Parameter tokens: this customer's tokens within the scope, as the registry has them now; empty when unknown.
    /// - Parameter reissueURL: where this customer makes a new token with one button.
    public func compose(
        for customer: Customer, tokens: [Token] = [], reissueURL: String = ""
    ) -> MailText {
        let rendering = rendering(in: Language(tag: customer.language))
        let mail = tokens.isEmpty ? rendering.mail : rendering.mailToHoldersOfTokens
        return mail.filled(with: [Placeholder.clean(customer.name), rendering.words.revocation(tokens), reissueURL])
    }

    /// The notice as Markdown, for readers who are nobody in particular: a changelog, a blog, a web form.
    public func markdown(in language: Language = .english) -> String {
        rendering(in: language).mail.blocks.map(\.markdown).joined(separator: "\n\n") + "\n"
    }
}

// MARK: - Rendering, once

extension NoticeComposer {
    private static func render(
        _ template: MustacheTemplate, _ values: [String: NoticeFacts.Value], revokes: Bool, needsNewToken: Bool,
        language: Language
    ) -> PreparedMail {
        var slots = Personal.allCases.map { Placeholder.text($0.rawValue) }
        func slot(_ text: String) -> String {
            slots.append(Placeholder.clean(text))
            return Placeholder.text(slots.count - 1)
        }
        func known(_ text: String) -> MustacheFact { MustacheFact(renderText: slot(text), isNull: false) }

        var context = values.mapValues { value -> Any in
            switch value {
            case .text(let text?, _): known(text)
            case .text(nil, let otherwise):
                MustacheFact(renderText: otherwise.isEmpty ? "" : slot(otherwise), isNull: true)
            case .flag(let isSet): isSet
            case .lines(let lines): lines.map(known)
            case .list(let rows): rows.map { $0.mapValues(known) }
            }
        }
        context["customer"] = MustacheFact(renderText: Placeholder.text(Personal.customer.rawValue), isNull: false)
        context["token_status"] = MustacheFact(
            renderText: Placeholder.text(Personal.tokenStatus.rawValue), isNull: !revokes)
        context["reissue_link"] = MustacheFact(
            renderText: Placeholder.text(Personal.reissueLink.rawValue), isNull: false)
        context["needs_new_token"] = needsNewToken

        let rendered = template.render(context)
        let body = rendered.drop { $0.isWhitespace }
        let subject = body.prefix { !$0.isNewline }.dropFirst(NoticeTemplates.subjectMark.count).trimmed
        let blocks = NoticeMarkup.blocks(body.drop { !$0.isNewline }).flatMap { fill($0, from: slots) }
        return PreparedMail(subject: filled(String(subject), from: slots), blocks: blocks, language: language)
    }

    /// Puts common facts in. A paragraph that is one fact and nothing else may become several blocks.
    private static func fill(_ block: MailBlock, from slots: [String]) -> [MailBlock] {
        func fill(_ text: String) -> String { filled(text, from: slots) }
        switch block {
        case .written(let text):
            if let index = Placeholder.alone(text), index >= Personal.allCases.count {
                return NoticeMarkup.prose(slots[index])
            }
            return [.written(fill(text))]
        case .title(let text): return [.title(fill(text))]
        case .heading(let text): return [.heading(fill(text))]
        case .subheading(let text): return [.subheading(fill(text))]
        case .writtenBullets(let items): return [.writtenBullets(items.map(fill))]
        case .button(let text, let url): return [.button(fill(text), url: fill(url))]
        case .address(let text, let url): return [.address(fill(text), url: fill(url))]
        case .paragraph, .bullets, .prose: return [block]
        }
    }

    private static func filled(_ text: String, from slots: [String]) -> String {
        var filled = ""
        for piece in Placeholder.pieces(text) {
            switch piece {
            case .literal(let literal): filled += literal
            case .value(let index): filled += NoticeMarkup.flat(slots[index])
            }
        }
        return filled
    }
}
