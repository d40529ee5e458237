/// Reads the notation of regular expressions: the metacharacters Sigma names (`. ^ $ * + ? {n,m} [] | ()`), and of
/// PCRE what real rules use beside them: groups without capture, inline flags, lazy quantifiers, common escapes.
struct ExpressionParser {
    private static let depthMax = 100
    private static let countMax = 1_000

    private let pattern: [Unicode.Scalar]
    private var index = 0

    init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

    mutating func parse(_ flags: RegularExpression.Flags) throws(ExpressionFault) -> ExpressionTree {
        let tree = try alternatives(flags, depth: 0)
        guard index == pattern.count else { throw fault("a closing parenthesis without its opening one", "Write \\)") }
        return tree
    }

    private mutating func alternatives(
        _ outer: RegularExpression.Flags, depth: Int
    ) throws(ExpressionFault) -> ExpressionTree {
        guard depth <= Self.depthMax else {
            throw fault("groups nested deeper than \(Self.depthMax)", "Flatten the expression")
        }
        var flags = outer
        var branches: [[ExpressionTree]] = [[]]
        while let scalar = next, scalar != ")" {
            index += 1
            if scalar == "|" {
                branches.append([])
            } else if let tree = try element(scalar, &flags, depth: depth) {
                branches[branches.count - 1].append(try quantified(tree))
            }
        }
        return .alternatives(branches.map(ExpressionTree.sequence))
    }

    private var next: Unicode.Scalar? { index < pattern.count ? pattern[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private func fault(_ reason: String, _ remedy: String) -> ExpressionFault {
        ExpressionFault(reason: "\(reason), at character \(index) of the expression", remedy: remedy)
    }

    /// One element without its quantifier; nil for inline flags, which match nothing themselves.
    private mutating func element(
        _ scalar: Unicode.Scalar, _ flags: inout RegularExpression.Flags, depth: Int
    ) throws(ExpressionFault) -> ExpressionTree? {
        switch scalar {
        case "(": return try group(&flags, depth: depth)
        case "[": return .step(.set(try characterClass(), folds: flags.ignoresCase))
        case ".": return .step(.anything(exceptNewline: !flags.dotMatchesNewline))
        case "^": return .step(.assertion(flags.isMultiLine ? .lineStart : .textStart))
        case "$": return .step(.assertion(flags.isMultiLine ? .lineEnd : .textEndOrFinalNewline))
        case "*", "+", "?": throw fault("a “\(scalar)” with nothing before it to repeat", "Escape it: \\\(scalar)")
        case "\\":
            switch try escape() {
            case .scalar(let escaped): return literal(escaped, flags)
            case .set(let set): return .step(.set(set, folds: flags.ignoresCase))
            case .assertion(let assertion): return .step(.assertion(assertion))
            }
        default: return literal(scalar, flags)
        }
    }

    private func literal(_ scalar: Unicode.Scalar, _ flags: RegularExpression.Flags) -> ExpressionTree {
        .step(.scalar(flags.ignoresCase ? CaseFolding.simple(scalar) : scalar, folds: flags.ignoresCase))
    }
}

// MARK: Quantifiers

extension ExpressionParser {
    private mutating func quantified(_ tree: ExpressionTree) throws(ExpressionFault) -> ExpressionTree {
        let repeated: ExpressionTree
        if take("*") {
            repeated = .unboundedRepetition(tree, atLeast: 0)
        } else if take("+") {
            repeated = .unboundedRepetition(tree, atLeast: 1)
        } else if take("?") {
            repeated = .repetition(tree, 0...1)
        } else if let (least, most) = try counts() {
            repeated = most.map { .repetition(tree, least...$0) } ?? .unboundedRepetition(tree, atLeast: least)
        } else {
            return tree
        }
        if take("+") { throw fault("a possessive quantifier", "Use the plain quantifier: nothing is backtracked here") }
        // Lazy or greedy decides how much matches, never whether something does.
        _ = take("?")
        if next == "*" || next == "+" {
            throw fault("a quantifier on a quantifier", "Put the inner part in parentheses")
        }
        return repeated
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else in braces is literal text.
    private mutating func counts() throws(ExpressionFault) -> (least: Int, most: Int?)? {
        guard next == "{", let end = pattern[index...].firstIndex(of: "}") else { return nil }
        let parts = pattern[index + 1..<end].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts.map { part in part.allSatisfy(ScalarSet.digits.contains) ? Int(String(part)) : nil }
        guard let least = numbers.first ?? nil, numbers.count == 1 || numbers[1] != nil || parts[1].isEmpty else {
            return nil
        }
        index = end + 1
        let most = numbers.count == 1 ? least : numbers[1]
        guard least <= Self.countMax, most ?? least <= Self.countMax else {
            throw fault("a repetition count above \(Self.countMax)", "Use at most \(Self.countMax), or `*` and `+`")
        }
        guard most ?? least >= least else {
            throw fault("a repetition that ends below its start", "Write the smaller number first")
        }
        return (least, most)
    }
}

// MARK: Groups

extension ExpressionParser {
    private mutating func group(
        _ outer: inout RegularExpression.Flags, depth: Int
    ) throws(ExpressionFault) -> ExpressionTree? {
        var flags = outer
        if take("?"), try !isNamed() {
            while let scalar = next, scalar != ":", scalar != ")" {
                switch scalar {
                case "i": flags.ignoresCase = true
                case "m": flags.isMultiLine = true
                case "s": flags.dotMatchesNewline = true
                default:
                    throw fault(
                        "look-around, an atomic group or an unknown flag",
                        "Use plain groups and the flags i, m and s; express “but not” in the rule's condition")
                }
                index += 1
            }
            if take(")") {
                outer = flags
                return nil
            }
            index += 1
        }
        let tree = try alternatives(flags, depth: depth + 1)
        guard take(")") else { throw fault("an opening parenthesis without its closing one", "Close it, or write \\(") }
        return tree
    }

    /// Skips a capture's name, which nothing here refers to.
    private mutating func isNamed() throws(ExpressionFault) -> Bool {
        let rest = pattern[index...]
        let isNamed =
            rest.starts(with: "P<".unicodeScalars)
            || rest.starts(with: "<".unicodeScalars) && !rest.starts(with: "<=".unicodeScalars)
                && !rest.starts(with: "<!".unicodeScalars)
        guard isNamed else { return false }
        guard let end = rest.firstIndex(of: ">") else {
            throw fault("a group's name without its end", "Close it with >")
        }
        index = end + 1
        return true
    }
}

// MARK: Classes and escapes

extension ExpressionParser {
    private enum Escaped {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
        case assertion(RegularExpression.Assertion)
    }

    private mutating func characterClass() throws(ExpressionFault) -> ScalarSet {
        let isNegated = take("^")
        var set = ScalarSet()
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            if scalar == "[", index + 1 < pattern.count, [":", ".", "="].contains(pattern[index + 1]) {
                throw fault("a POSIX class", "Write the range, such as a-z or 0-9")
            }
            switch try classMember() {
            case .set(let members): set.formUnion(members)
            case .scalar(let low):
                // A hyphen that ends the class is itself.
                guard next == "-", index + 1 < pattern.count, pattern[index + 1] != "]" else {
                    set.insert(low...low)
                    continue
                }
                index += 1
                guard case .scalar(let high) = try classMember(), low <= high else {
                    throw fault("a range that ends below its start", "Write the smaller character first")
                }
                set.insert(low...high)
            case .assertion: throw fault("an anchor in a character class", "Move it out of the brackets")
            }
        }
        guard take("]") else { throw fault("an opening bracket without its closing one", "Close it, or write \\[") }
        return isNegated ? set.negated : set
    }

    private mutating func classMember() throws(ExpressionFault) -> Escaped {
        let scalar = pattern[index]
        index += 1
        guard scalar == "\\" else { return .scalar(scalar) }
        if take("b") { return .scalar("\u{8}") }
        return try escape()
    }

    private mutating func escape() throws(ExpressionFault) -> Escaped {
        guard let scalar = next else { throw fault("a backslash at the end", "Write \\\\ for a backslash") }
        index += 1
        switch scalar {
        case "d": return .set(.digits)
        case "D": return .set(.digits.negated)
        case "w": return .set(.word)
        case "W": return .set(.word.negated)
        case "s": return .set(.space)
        case "S": return .set(.space.negated)
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.noWordBoundary)
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "Z": return .assertion(.textEndOrFinalNewline)
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "f": return .scalar("\u{C}")
        case "v": return .scalar("\u{B}")
        case "e": return .scalar("\u{1B}")
        case "0": return .scalar("\0")
        case "x": return .scalar(try codePoint(digits: 2))
        case "u": return .scalar(try codePoint(digits: 4))
        default:
            guard !ScalarSet.word.contains(scalar) || scalar == "_" else {
                throw fault(
                    "the escape “\\\(scalar)”", "Use character classes such as [0-9]; back references have no equal")
            }
            return .scalar(scalar)
        }
    }

    /// `\x41`, `\u0041`, or with braces `\x{1F600}`.
    private mutating func codePoint(digits: Int) throws(ExpressionFault) -> Unicode.Scalar {
        var end = min(index + digits, pattern.count)
        if take("{") { end = pattern[index...].firstIndex(of: "}") ?? pattern.count }
        let text = String(pattern[index..<end])
        guard !text.isEmpty, let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number) else {
            throw fault("“\(text)” is no hexadecimal code point", "Write \\x41, \\u0041 or \\x{41}")
        }
        index = end
        _ = take("}")
        return scalar
    }
}

extension String {
    fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
        self.init(String.UnicodeScalarView(scalars))
    }
}
