import Foundation
import Testing

/// The number a whole world is drawn from: clock, chance, faults and crashes. The same seed is the same world.
struct Seed: Sendable, Hashable, CustomStringConvertible, CustomTestStringConvertible {
    var number: UInt64

    /// Seeds 1 to `count`; `ONRECORD_SEEDS` sets another count, `ONRECORD_SEED` reruns a single one.
    static func sample(_ count: Int = 200) -> [Seed] {
        let environment = ProcessInfo.processInfo.environment
        if let one = environment["ONRECORD_SEED"].flatMap({ UInt64($0) }) { return [Seed(number: one)] }
        let asked = environment["ONRECORD_SEEDS"].flatMap { Int($0) } ?? count
        return (1...max(1, asked)).map { Seed(number: UInt64($0)) }
    }

    var description: String { "seed \(number) (rerun with ONRECORD_SEED=\(number))" }
    var testDescription: String { description }
}

/// Chance, shared by everything in one world, so that one number decides all of it.
/// Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014: SplitMix64.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class Chance: RandomNumberGenerator, @unchecked Sendable {
    private var state: UInt64

    init(_ seed: Seed) { state = seed.number }

    func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// True so many times in a hundred.
    func happens(_ percent: Int) -> Bool { number(in: 0..<100) < percent }

    func number(in range: Range<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

    func pick<T>(_ all: [T]) -> T { all[number(in: 0..<all.count)] }

    /// One of the values, each as often as its weight says.
    func weighted<T>(_ all: [(weight: Int, value: T)]) -> T {
        var left = number(in: 0..<all.reduce(0) { $0 + $1.weight })
        for one in all {
            if left < one.weight { return one.value }
            left -= one.weight
        }
        preconditionFailure("the weights of \(all.count) values sum to less than themselves")
    }

    /// Some of them, at least one, in their order.
    func some<T>(of all: [T]) -> [T] {
        let chosen = all.filter { _ in happens(50) }
        return chosen.isEmpty ? [pick(all)] : chosen
    }
}
