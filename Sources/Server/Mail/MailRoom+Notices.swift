import Courier
import OnRecord
import Pages
import ServiceLifecycle

/// Notices to many: written, sent and recorded in chunks, several of which are under way at one time.
extension MailRoom {
    /// Mails whose outcomes are stored together: as many as take about a second, so that little is sent again after a crash and
    /// whoever looks on sees it move. Where it goes fast they are many, because each transaction touches pages all over the
    /// index of keys.
    private static let chunkMin = 50
    private static let chunkMax = 1000
    /// Chunks under way: while one is stored and one is written, another keeps the relay busy.
    private static let chunksAtOnce = 3
    /// After so long a round ends, and a scope that has grown meanwhile is looked at.
    private static let roundTime = Duration.seconds(20)

    private struct ChunkEnd: Sendable {
        /// False: nothing could be handed over at all, and what comes after it need not be tried now.
        var hasMoved: Bool
        var took: Duration
    }

    /// Mails the next affected customers. Those the relay could not take wait on.
    func notify(_ job: Job) async throws -> JobResult {
        guard let incident = await house.state.incidents[job.effect.incident] else {
            return .failed(detail: "the incident is unknown", final: true)
        }
        let (form, words): (NoticeForm, DocumentID?) =
            if case .tell(let kind, _, let document) = job.effect.task { (NoticeForm(kind), document) } else {
                (.breach, nil)
            }
        let press = try await NoticePress(
            form, about: incident, saying: words, from: house, templates: templates, links: links)
        let end = ContinuousClock.now + MailRoom.roundTime
        return try await withThrowingTaskGroup(of: ChunkEnd.self) { chunks in
            var rest = job.members[...]
            var size = 2 * MailRoom.chunkMin
            func begin() {
                let chunk = Array(rest.prefix(size))
                rest = rest.dropFirst(size)
                if !chunk.isEmpty { chunks.addTask { try await send(chunk, press, job) } }
            }
            for _ in 0..<MailRoom.chunksAtOnce { begin() }
            var hasMoved = false
            while let ended = try await chunks.next() {
                if ended.hasMoved { hasMoved = true }
                if ended.took < .milliseconds(500) { size = min(2 * size, MailRoom.chunkMax) }
                if ended.took > .seconds(2) { size = max(size / 2, MailRoom.chunkMin) }
                guard ended.hasMoved, !Task.isShuttingDownGracefully, ContinuousClock.now < end else {
                    rest = []
                    continue
                }
                begin()
            }
            return .round(hasMoved: hasMoved)
        }
    }

    private func send(_ members: [Delivery], _ press: NoticePress, _ job: Job) async throws -> ChunkEnd {
        let begun = ContinuousClock.now
        let written = try press.write(members, from: house.store)
        var results: [Delivery] = []
        var mails: [String: NoticePress.Mail] = [:]
        var envelopes: [MailEnvelope] = []
        for one in written {
            switch one.mail {
            case .success(let mail):
                do {
                    let envelope = try MailEnvelope(
                        id: one.delivery.member, sender: sender(mail), recipient: mail.address,
                        data: try signed(mail.rendered))
                    envelopes.append(envelope)
                    mails[envelope.id] = mail
                } catch { results.append(ended(one.delivery, .failed, "\(error)")) }
            case .failure(let problem): results.append(ended(one.delivery, .failed, "\(problem)"))
            }
        }
        let outcomes = Dictionary(uniqueKeysWithValues: await smtp.send(envelopes).map { ($0.id, $0) })
        var trouble: String?
        for delivery in members {
            guard let outcome = outcomes[delivery.member], let mail = mails[delivery.member] else { continue }
            if let result = ended(delivery, outcome, mail) {
                results.append(result)
            } else {
                trouble = outcome.detail.withoutAddresses
            }
        }
        if !results.isEmpty { try await house.record(results, of: job.effect) }
        meter.note(job.effect.id, accepted: outcomes.values.count { $0.verdict == .accepted }, trouble: trouble)
        return ChunkEnd(hasMoved: !results.isEmpty, took: ContinuousClock.now - begun)
    }

    /// With a host for bounces each mail has a sender of its own (VERP), so that one that comes back is known again
    /// whatever is left of it.
    private func sender(_ mail: NoticePress.Mail) -> String {
        house.policy.mail.bounces.map { "bounces+\(mail.token)@\($0)" } ?? house.policy.mail.from
    }

    private func ended(_ delivery: Delivery, _ outcome: MailOutcome, _ mail: NoticePress.Mail) -> Delivery? {
        guard var result = ended(delivery, outcome) else { return nil }
        guard outcome.wasTried else { return result }
        (result.messageID, result.textHash) = ("\(mail.token)@\(house.policy.mail.domain)", mail.rendered.bodyHash)
        return result
    }

    /// Nil when nothing was learned: it stays as it was.
    func ended(_ delivery: Delivery, _ outcome: MailOutcome) -> Delivery? {
        if !outcome.wasTried {
            guard let pause = outcome.retryAfter else { return nil }
            var later = delivery
            later.due = house.clock.now() + .milliseconds(pause.milliseconds)
            return later
        }
        let state: Delivery.State =
            switch outcome.verdict {
            case .accepted: .done
            case .deferred: .pending
            case .refused: .failed
            }
        return ended(delivery, state, outcome.detail)
    }

    func ended(_ delivery: Delivery, _ state: Delivery.State, _ detail: String) -> Delivery {
        var result = delivery
        result.tried(state, at: house.clock.now(), detail: detail.withoutAddresses)
        return result
    }
}

extension MailOutcome {
    var detail: String { code.map { "\($0) \(text)" } ?? text }
}

extension String {
    /// Deliveries outlive the customer's erasure, and servers like to repeat the address.
    var withoutAddresses: String {
        guard utf8.contains(UInt8(ascii: "@")) else { return self }
        return replacing(/[^\s<>()“”",;:]+@[^\s<>()“”",;:]+/, with: "(address)")
    }
}
