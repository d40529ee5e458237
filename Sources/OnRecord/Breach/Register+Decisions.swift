/// What was decided, and whom that made us tell.
extension RegisterMaking {
    var decisions: [RegisterEntry.Decision] {
        var decisions: [RegisterEntry.Decision] = []
        var earlier: Assessment?
        for fact in incident.facts {
            func decided(
                _ what: RegisterEntry.Decision.What, _ subject: String, _ changes: [AssessmentChange] = [],
                _ reasoning: DocumentID?
            ) {
                decisions.append(
                    RegisterEntry.Decision(
                        at: Moment(fact.at), by: fact.by, what: what, subject: subject, changes: changes,
                        reasoning: reasoning.map(words)))
            }
            switch fact.what {
            case .assessed(let assessment, let reasoning):
                let number = decisions.count { $0.what == .assessed } + 1
                decided(.assessed, "\(number)", assessment.changes(since: earlier), reasoning)
                earlier = assessment
            case .assessmentConcluded(let notifiable, let reasoning):
                decided(notifiable ? .notifiable : .notNotifiable, "", [], reasoning)
            // A dismissal waives every running promise for its own reason.
            case .promiseWaived(let promise, let reason) where !incident.isFalseAlarm:
                decided(.waived, promise, [], reason)
            case .milestoneReached(.closed, _) where incident.isFalseAlarm:
                decided(.dismissed, "", [], dismissal(before: fact))
            default: continue
            }
        }
        return decisions
    }

    /// The note written in the same moment.
    private func dismissal(before closing: Fact) -> DocumentID? {
        for fact in incident.facts.reversed() where fact.at == closing.at {
            if case .documented(let id, .note, _) = fact.what { return id }
        }
        return nil
    }

    var duties: [RegisterEntry.DutyLine] {
        policy.duties(in: incident).map { view in
            let standing = view.standing(at: now)
            var fulfilled: Moment?
            if case .fulfilled(let at, _) = standing { fulfilled = Moment(at) }
            let isCounted = !view.verdict.isNotOwed || view.clock != nil
            return RegisterEntry.DutyLine(
                id: view.promise.id, title: view.adoption.obligation.title, recipient: view.adoption.recipient,
                citation: view.adoption.obligation.citation, verdict: view.verdict.word,
                why: view.verdict.reasons.map(\.text) + view.verdict.questions.map(\.text), standing: standing.word,
                started: isCounted ? view.startedAt.map(Moment.init) : nil,
                due: isCounted ? view.dueAt.map(Moment.init) : nil, fulfilled: fulfilled,
                isOurTarget: view.isSuggested)
        }
    }

    var filings: [RegisterEntry.FilingLine] {
        incident.facts.compactMap { fact in
            guard case .filed(let filing) = fact.what else { return nil }
            let parts = documents[filing.document]?.parts
            let adoption = policy.promises.compactMap(\.adoption).first { $0.filing == filing.filing }
            let receipt = parts?["receipt"].flatMap {
                FilingStatement.Receipt(name: parts?["receipt_name"], base64: $0)
            }
            let text = parts.map { $0["text"] ?? "" }
            return RegisterEntry.FilingLine(
                duty: parts?["duty"] ?? filing.filing, recipient: adoption?.recipient ?? "", phase: filing.phase,
                sent: Moment(filing.at), recorded: Moment(fact.at), by: fact.by,
                reference: parts?["reference"] ?? "", reasonsForDelay: parts?["reasons_for_delay"] ?? "", text: text,
                textSHA256: text.map { sha256Hex(Array($0.utf8)) }, receiptName: receipt?.name,
                receiptSHA256: receipt?.sha256, missing: filing.missing, document: filing.document,
                documentSHA256: hash(of: filing.document))
        }
    }

    var notices: [RegisterEntry.NoticeLine] {
        incident.work.sorted { ($0.value.queuedAt, $0.key) < ($1.value.queuedAt, $1.key) }.compactMap { id, work in
            let kind: String
            switch work.task {
            case .notifyCustomers: kind = "breach_notice"
            case .tell(let notice, _, _): kind = notice.rawValue
            default: return nil
            }
            let known = counts[id]
            let contacts = incident.contacts.values.filter { $0.effect == id }
            return RegisterEntry.NoticeLine(
                kind: kind, queued: Moment(work.queuedAt), ended: ended(id), pending: known?.pending ?? 0,
                done: known?.done ?? work.outcome?.done ?? 0, failed: known?.failed ?? work.outcome?.failed ?? 0,
                bounced: known?.bounced ?? 0,
                reachedOtherwise: contacts.count { if case .reached = $0.end { true } else { false } },
                unreached: contacts.count(where: \.isOpen))
        }
    }
}
