/// A regular expression (modifiers appendix, "Regular Expression"), matched in time proportional to the text.
///
/// Logs hold what attackers write, so there is no backtracking: all ways through the expression advance together,
/// one character at a time. Constructs that need backtracking (look-around, back references) are refused at load.
/// A character is a Unicode scalar.
struct RegularExpression: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case scalar(Unicode.Scalar, folds: Bool)
        case set(ScalarSet, folds: Bool)
        case anything(exceptNewline: Bool)
        case assertion(Assertion)
        case jump(Int)
        case split(Int, Int)
        case match
    }

    enum Assertion: Sendable, Hashable {
        case textStart, textEnd, textEndOrFinalNewline, lineStart, lineEnd, wordBoundary, noWordBoundary
    }

    struct Flags: Sendable, Hashable {
        var ignoresCase = false
        var isMultiLine = false
        var dotMatchesNewline = false
    }

    let steps: [Step]

    init(_ pattern: String, flags: Flags = Flags()) throws(ExpressionFault) {
        var parser = ExpressionParser(pattern)
        let tree = try parser.parse(flags)
        var compiler = ExpressionCompiler()
        try compiler.add(tree)
        steps = compiler.steps + [.match]
    }

    /// Whether the expression matches anywhere in the text.
    func matches(_ text: String) -> Bool {
        var current = Threads(capacity: steps.count)
        var next = Threads(capacity: steps.count)
        var scalars = text.unicodeScalars.makeIterator()
        var place = Place(before: nil, here: scalars.next(), after: nil)
        place.after = scalars.next()
        while true {
            // An expression may begin at every position, so its first step joins at each.
            if follow(0, at: place, into: &current) { return true }
            guard let here = place.here else { return false }
            place = Place(before: here, here: place.after, after: scalars.next())
            let folded = CaseFolding.simple(here)
            for step in current.waiting where accepts(steps[step], here, folded) {
                if follow(step + 1, at: place, into: &next) { return true }
            }
            swap(&current, &next)
            next.removeAll()
        }
    }

    private func accepts(_ step: Step, _ scalar: Unicode.Scalar, _ folded: Unicode.Scalar) -> Bool {
        switch step {
        case .scalar(let expected, let folds): expected == (folds ? folded : scalar)
        case .set(let set, let folds): folds ? set.containsAnyCase(of: scalar, folded) : set.contains(scalar)
        case .anything(let exceptNewline): !(exceptNewline && scalar == "\n")
        case .assertion, .jump, .split, .match: false
        }
    }

    /// Adds every character-consuming step reachable from `start` without consuming; true if the match is reached.
    private func follow(_ start: Int, at place: Place, into threads: inout Threads) -> Bool {
        threads.pending.append(start)
        while let index = threads.pending.popLast() {
            guard threads.visit(index) else { continue }
            switch steps[index] {
            case .match:
                threads.pending.removeAll()
                return true
            case .jump(let target): threads.pending.append(target)
            case .split(let first, let second):
                threads.pending.append(second)
                threads.pending.append(first)
            case .assertion(let assertion):
                if place.satisfies(assertion) { threads.pending.append(index + 1) }
            case .scalar, .set, .anything: threads.waiting.append(index)
            }
        }
        return false
    }
}

/// The steps that wait for the next character, each at most once.
private struct Threads {
    var waiting: [Int] = []
    var pending: [Int] = []
    private var visited: [Bool]
    private var trail: [Int] = []

    init(capacity: Int) { visited = Array(repeating: false, count: capacity) }

    mutating func visit(_ index: Int) -> Bool {
        if visited[index] { return false }
        visited[index] = true
        trail.append(index)
        return true
    }

    mutating func removeAll() {
        for index in trail { visited[index] = false }
        trail.removeAll(keepingCapacity: true)
        waiting.removeAll(keepingCapacity: true)
    }
}

/// A position between two characters, with as much sight as assertions need.
private struct Place {
    var before: Unicode.Scalar?
    var here: Unicode.Scalar?
    var after: Unicode.Scalar?
}

extension Place {
    fileprivate func satisfies(_ assertion: RegularExpression.Assertion) -> Bool {
        switch assertion {
        case .textStart: before == nil
        case .textEnd: here == nil
        case .textEndOrFinalNewline: here == nil || here == "\n" && after == nil
        case .lineStart: before == nil || before == "\n"
        case .lineEnd: here == nil || here == "\n"
        case .wordBoundary: isWordBoundary
        case .noWordBoundary: !isWordBoundary
        }
    }

    private var isWordBoundary: Bool {
        let isWordBefore = before.map(ScalarSet.word.contains) ?? false
        let isWordHere = here.map(ScalarSet.word.contains) ?? false
        return isWordBefore != isWordHere
    }
}
