/// What can happen to a write: the two ways to fail that matter, each with the process alive or gone afterwards.
enum Fate: String, Sendable, CaseIterable {
    case happens
    /// It never happened.
    case lost
    /// It happened, and we were told it had not.
    case unheard
    /// The process died before it.
    case crashBefore
    /// The process died behind it, before anybody could be told.
    case crashAfter

    static let failures: [Fate] = [.lost, .unheard, .crashBefore, .crashAfter]
}

/// A disk or a database did not do as it was told.
struct Fault: Error {}

/// The process is gone. Everything in memory is lost; nothing more gets done until a restart.
struct Crash: Error {}

/// Decides over every write of a world, to the store and to files alike.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class Faults: @unchecked Sendable {
    enum Plan {
        case none
        /// Each write fails so many times in a thousand.
        case often(perThousand: Int, Chance)
        /// Only the write with this number, from 1, fails.
        case once(at: Int, Fate)
    }

    var plan = Plan.none
    private(set) var writes = 0
    /// How many of them failed.
    private(set) var failures = 0
    private(set) var isDown = false

    func write<T>(_ body: () throws -> T) throws -> T {
        if isDown { throw Crash() }
        writes += 1
        let fate = fate()
        if fate != .happens { failures += 1 }
        switch fate {
        case .happens: return try body()
        case .lost: throw Fault()
        case .unheard:
            _ = try body()
            throw Fault()
        case .crashBefore:
            isDown = true
            throw Crash()
        case .crashAfter:
            _ = try body()
            isDown = true
            throw Crash()
        }
    }

    func crash() { isDown = true }
    func restart() { isDown = false }

    private func fate() -> Fate {
        switch plan {
        case .none: .happens
        case .often(let perThousand, let chance):
            chance.number(in: 0..<1000) < perThousand ? chance.pick(Fate.failures) : .happens
        case .once(let number, let fate): number == writes ? fate : .happens
        }
    }
}
