import Synchronization

/// How many bytes of bodies may be in memory at once, over all connections. Beyond it senders are asked to come back,
/// so that no crowd of them can take the machine's memory.
final class BodyBudget: Sendable {
    static let standard = 256 << 20

    private let left: Mutex<Int>

    init(_ bytes: Int = BodyBudget.standard) { left = Mutex(bytes) }

    /// One request's share. What it took is given back when it is over, whichever way.
    final class Share: Sendable {
        private let budget: BodyBudget
        private let taken = Atomic(0)

        init(of budget: BodyBudget) { self.budget = budget }

        /// - Returns: false when so many bytes are not left.
        func take(_ bytes: Int) -> Bool {
            guard
                budget.left.withLock({ left in
                    guard left >= bytes else { return false }
                    left -= bytes
                    return true
                })
            else { return false }
            taken.add(bytes, ordering: .relaxed)
            return true
        }

        deinit {
            let taken = taken.load(ordering: .relaxed)
            budget.left.withLock { $0 += taken }
        }
    }
}
