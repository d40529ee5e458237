import OnRecord
import Synchronization

/// How fast notices are being accepted just now, and what stands in their way: for whoever looks on. It is not kept.
final class SendingMeter: Sendable {
    /// The rate is that of the last so many seconds.
    private static let window = 30

    private struct Series {
        /// Accepted in each second since `start`, the newest last.
        var counts: [(second: Int64, count: Int)] = []
        var trouble: String?
    }

    private let origin = ContinuousClock.now
    private let series = Mutex<[EffectID: Series]>([:])

    /// - Parameter trouble: why mails stayed here; nil when none did.
    func note(_ effect: EffectID, accepted: Int, trouble: String?) {
        let second = (ContinuousClock.now - origin).components.seconds
        series.withLock { all in
            var one = all[effect] ?? Series()
            if one.counts.last?.second == second {
                one.counts[one.counts.count - 1].count += accepted
            } else {
                one.counts.append((second, accepted))
                one.counts.removeAll { $0.second < second - Int64(SendingMeter.window) }
            }
            one.trouble = trouble
            all[effect] = one
        }
    }

    func perMinute(_ effect: EffectID) -> Int {
        let second = (ContinuousClock.now - origin).components.seconds
        let recent = series.withLock { $0[effect]?.counts ?? [] }
            .filter { $0.second >= second - Int64(SendingMeter.window) }
        guard let first = recent.first else { return 0 }
        let seconds = max(1, second - first.second + 1)
        return recent.reduce(0) { $0 + $1.count } * 60 / Int(seconds)
    }

    func trouble(_ effect: EffectID) -> String? { series.withLock { $0[effect]?.trouble } }
}
