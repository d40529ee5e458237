import OnRecord

/// The names a template may use, and what stands behind each. Whoever writes a template finds them in docs/notices.md.
struct TemplateFacts {
    enum Shape: Hashable {
        /// A text; as a section it is there when it is known.
        case text
        case flag
        /// Repeated for each element; `{{.}}` where it has no fields.
        case list(fields: [String])
    }

    let shapes: [String: Shape]

    /// What differs from reader to reader, and has no place in a text for nobody in particular.
    static let personal: [String: Shape] = [
        "customer": .text, "token_status": .text, "reissue_link": .text, "needs_new_token": .flag,
    ]

    static let common: [String: Shape] = [
        "organisation": .text, "site": .text, "contact": .text, "reference": .text, "title": .text, "severity": .text,
        "day": .text, "exposure": .text, "aware": .text, "next_account": .text, "page": .text, "advice": .text,
        "update_by": .text, "message": .text, "citation": .text,
        "may_start_clocks": .flag, "no_data_touched": .flag, "has_particulars": .flag, "has_missing": .flag,
        "has_follow_ups": .flag,
        "measures": .list(fields: []), "unknown": .list(fields: []), "missing": .list(fields: []),
        "particulars": .list(fields: ["title", "text"]), "changes": .list(fields: ["title", "text"]),
        "post_mortem": .list(fields: ["title", "text"]), "follow_ups": .list(fields: ["title", "owner", "target"]),
    ]

    init(_ form: NoticeForm) {
        var shapes = TemplateFacts.common
        for key in ContentKey.allCases { shapes[key.rawValue] = .text }
        if form.isPersonal { shapes.merge(TemplateFacts.personal) { first, _ in first } }
        self.shapes = shapes
    }

    var names: [String] { shapes.keys.sorted() }
}
