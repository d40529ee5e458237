/// A regular expression as it was parsed.
indirect enum ExpressionTree {
    case step(RegularExpression.Step)
    case sequence([ExpressionTree])
    case alternatives([ExpressionTree])
    case repetition(ExpressionTree, ClosedRange<Int>)
    case unboundedRepetition(ExpressionTree, atLeast: Int)
}

/// Why a regular expression was refused.
struct ExpressionFault: Error {
    let reason: String
    let remedy: String
}

/// Lays a tree out as steps; counted repetition is written out.
struct ExpressionCompiler {
    static let stepsMax = 10_000
    private(set) var steps: [RegularExpression.Step] = []

    mutating func add(_ tree: ExpressionTree) throws(ExpressionFault) {
        switch tree {
        case .step(let step): try emit(step)
        case .sequence(let parts):
            for part in parts { try add(part) }
        case .alternatives(let branches): try add(alternatives: branches)
        case .repetition(let part, let times):
            guard try add(part, times: times.lowerBound) else { return }
            try addOptional(part, times: times.count - 1)
        case .unboundedRepetition(let part, let times):
            guard try add(part, times: times) else { return }
            let split = try reserve()
            try add(part)
            try emit(.jump(split))
            steps[split] = .split(split + 1, steps.count)
        }
    }

    /// False if the part consists of nothing, so that repeating it has no end and no effect.
    private mutating func add(_ part: ExpressionTree, times: Int) throws(ExpressionFault) -> Bool {
        for _ in 0..<times {
            let start = steps.count
            try add(part)
            if steps.count == start { return false }
        }
        return true
    }

    private mutating func addOptional(_ part: ExpressionTree, times: Int) throws(ExpressionFault) {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(try reserve())
            try add(part)
        }
        for split in splits { steps[split] = .split(split + 1, steps.count) }
    }

    private mutating func add(alternatives branches: [ExpressionTree]) throws(ExpressionFault) {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let split = try reserve()
            try add(branch)
            jumps.append(try reserve())
            steps[split] = .split(split + 1, steps.count)
        }
        if let last = branches.last { try add(last) }
        for jump in jumps { steps[jump] = .jump(steps.count) }
    }

    /// Makes room for a step whose target is not known yet.
    private mutating func reserve() throws(ExpressionFault) -> Int {
        try emit(.match)
        return steps.count - 1
    }

    private mutating func emit(_ step: RegularExpression.Step) throws(ExpressionFault) {
        guard steps.count < Self.stepsMax else {
            throw ExpressionFault(
                reason: "the expression unfolds to more than \(Self.stepsMax) steps",
                remedy: "Use smaller repetition counts, or `*` and `+`")
        }
        steps.append(step)
    }
}
