extension Entry {
    /// The policy as the public reads it: every promise with its words and limit. On-call people, rules and hooks stay private.
    init(policy: Policy, at now: Timestamp) {
        let promises = policy.promises.filter(\.isPublic).map { promise in
            "\(promise.id): \(promise.says) (\(promise.limitText)"
                + (promise.when.text.isEmpty ? ")" : "; when \(promise.when.text))")
        }
        self.init(
            kind: .policy, at: now, page: "/trust/",
            values: ["version": policy.version, "promises": "\(promises.count)"],
            texts: ["promises": promises.joined(separator: "\n")])
    }

    init(_ document: Document, on path: String) {
        var values = ["document": document.id]
        for (index, followUp) in document.followUps.enumerated() {
            values["follow_up_\(index + 1)_target"] = followUp.target
        }
        var texts = document.parts
        if !document.followUps.isEmpty {
            texts["follow_ups"] = document.followUps.map { "\($0.title) (\($0.owner), by \($0.target))" }
                .joined(separator: "\n")
        }
        self.init(kind: Kind(document.kind), at: document.at, page: path, values: values, texts: texts)
    }
}

extension Entry.Kind {
    fileprivate init(_ kind: Document.Kind) {
        switch kind {
        case .postMortem: self = .postMortem
        case .correction: self = .correction
        case .followUpDone: self = .followUpDone
        case .impact: self = .impact
        case .changelog: self = .changelog
        case .update, .note, .report, .answer, .reasoning, .particulars, .filing, .noticeUpdate, .incidentReport:
            self = .update
        }
    }
}
