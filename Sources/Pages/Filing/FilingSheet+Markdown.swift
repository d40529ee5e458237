import OnRecord

extension FilingSheet {
    /// The same for forms and trackers that take text.
    public static func markdown(_ view: FilingView) -> String {
        let words = FilingWords(view: view)
        func escaped(_ text: String) -> String { Markdown.escaped(text) }
        var lines = ["# \(escaped(view.title))", "\(words.filing) · \(view.reference)"]

        var head = ["- \(words.recipient): \(escaped(view.recipient))"]
        if let citation = view.citation { head.append("- \(words.basis): \(escaped(citation))") }
        head.append("- \(words.event): \(escaped(view.eventTitle))")
        if let started = view.started {
            head.append(
                "- \(words.clock): \(view.moment(started))" + (view.start.isEmpty ? "" : " (\(escaped(view.start)))"))
        }
        if let due = view.due {
            head.append("- \(words.due): \(view.moment(due))" + (words.standing.map { " (\($0))" } ?? ""))
        }
        head.append("- \(words.asOf): \(view.moment(view.matter.now))")
        lines.append(head.joined(separator: "\n"))

        if view.isLate { lines.append("**\(escaped(words.late))**") }
        lines.append(view.draft.checklist.isComplete ? words.complete : escaped(words.missing))
        if view.previous != nil {
            lines.append("## \(words.news)")
            if view.news.isEmpty { lines.append(words.nothingNew) }
            lines += view.news.map { field($0, view, words, showsBefore: true) }
        }
        lines.append("## \(words.asked)")
        lines += view.draft.checklist.items.map { field($0, view, words) }
        if !view.besides.isEmpty {
            lines.append("## \(words.besides)")
            lines += view.besides.map { field($0, view, words, isAsked: false) }
        }
        if !view.matter.earlier.isEmpty {
            lines.append("## \(words.earlier)")
            lines.append(
                view.matter.earlier.enumerated().map { "- " + escaped(words.earlier($0 + 1, $1)) }.joined(
                    separator: "\n"))
        }
        lines.append("## \(words.receipt)")
        lines.append(words.receiptFields.map { "- \($0): " }.joined(separator: "\n"))
        lines.append(escaped(words.footer))
        return lines.joined(separator: "\n\n") + "\n"
    }

    private static func field(
        _ item: Checklist.Item, _ view: FilingView, _ words: FilingWords, showsBefore: Bool = false,
        isAsked: Bool = true
    ) -> String {
        let change = isAsked ? view.change(of: item) : nil
        let marks = [
            view.demand.contents.contains(item.key) ? words.requirement(item) : nil, change.map(words.change),
        ].compactMap { $0 }
        var text = "### \(Markdown.escaped(item.key.title(in: view.language)))"
        if !marks.isEmpty { text += " (\(marks.joined(separator: ", ")))" }
        // A stated text is Markdown already; what starts a heading in it must not look like one of ours.
        text += "\n\n" + (item.entry.map { quoted($0.text) } ?? "_\(view.draft.notYetKnown.capitalizedFirst)._")
        if showsBefore {
            switch change {
            case .changed(let before), .withdrawn(let before): text += "\n\n" + quoted(words.before(before))
            default: break
            }
        }
        return text
    }

    private static func quoted(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            line.hasPrefix("#") ? "\\\(line)" : String(line)
        }.joined(separator: "\n")
    }
}
