/// What follows a field's name after `|` (modifiers appendix), checked to make sense together.
struct Modifiers: Sendable, Hashable {
    /// How a value is read.
    enum Reading: Sendable, Hashable {
        case text, regularExpression, network, number(Comparison), exists, field
    }

    private(set) var reading = Reading.text
    private(set) var startsAnywhere = false
    private(set) var endsAnywhere = false
    private(set) var encodings: [Encoding] = []
    private(set) var freesDashes = false
    private(set) var isCased = false
    private(set) var needsAll = false
    private(set) var isNegated = false
    private(set) var expandsPlaceholders = false
    private(set) var timePart: TimePart?
    private(set) var flags = RegularExpression.Flags()

    private let line: Int

    init(_ names: [String], line: Int) throws(Refusal) {
        self.line = line
        var seen: Set<String> = []
        for name in names {
            guard seen.insert(name).inserted else {
                throw Refusal(line, "the modifier “\(name)” stands twice", remedy: "Keep one")
            }
            try apply(name)
        }
        try checkCombination(seen)
    }

    private mutating func apply(_ name: String) throws(Refusal) {
        switch name {
        case "contains":
            startsAnywhere = true
            endsAnywhere = true
        case "startswith": endsAnywhere = true
        case "endswith": startsAnywhere = true
        case "all": needsAll = true
        case "cased": isCased = true
        case "neq": isNegated = true
        case "windash": freesDashes = true
        case "re": try read(as: .regularExpression)
        case "i": flags.ignoresCase = true
        case "m": flags.isMultiLine = true
        case "s": flags.dotMatchesNewline = true
        case "cidr": try read(as: .network)
        case "exists": try read(as: .exists)
        case "fieldref": try read(as: .field)
        case "expand": expandsPlaceholders = true
        default:
            if let encoding = Encoding(rawValue: name) {
                try add(encoding)
            } else if let part = TimePart(rawValue: name) {
                guard timePart == nil else {
                    throw Refusal(line, "two parts of a timestamp in one test", remedy: "Write one test for each")
                }
                timePart = part
            } else if let comparison = Comparison(rawValue: name), comparison != .equal {
                try read(as: .number(comparison))
            } else {
                throw Refusal(
                    line, "the modifier “\(name)” is not one of Sigma 2.1",
                    remedy: "Use one of: \(Self.names.joined(separator: ", "))")
            }
        }
    }

    private static let names =
        [
            "all", "cased", "cidr", "contains", "endswith", "exists", "expand", "fieldref", "neq", "re (with i, m, s)",
            "startswith", "windash",
        ]
        + Encoding.allCases.map(\.rawValue) + Comparison.allCases.dropFirst().map(\.rawValue)
        + TimePart.allCases.map(\.rawValue)

    private mutating func read(as reading: Reading) throws(Refusal) {
        guard self.reading == .text else {
            throw Refusal(
                line, "two modifiers that each say what the value is",
                remedy: "Keep one of re, cidr, exists, fieldref, lt, lte, gt, gte; write a range as two keys")
        }
        self.reading = reading
    }

    /// Modifiers apply from left to right, so what changes the value has to come before what adds wildcards to it.
    private mutating func add(_ encoding: Encoding) throws(Refusal) {
        if startsAnywhere || endsAnywhere {
            throw Refusal(
                line, "“\(encoding.rawValue)” after contains, startswith or endswith would encode their wildcards",
                remedy: "Write “\(encoding.rawValue)” before them")
        }
        encodings.append(encoding)
    }

    private var isNumberOrText: Bool {
        if case .number = reading { true } else { reading == .text }
    }

    private func checkCombination(_ names: Set<String>) throws(Refusal) {
        let changesText = freesDashes || !encodings.isEmpty
        let anchors = startsAnywhere || endsAnywhere
        func refuse(_ reason: String, _ remedy: String) -> Refusal { Refusal(line, reason, remedy: remedy) }

        if ["contains", "startswith", "endswith"].count(where: names.contains) > 1 {
            throw refuse(
                "contains, startswith and endswith exclude each other", "Keep one, or use wildcards in the value")
        }
        if reading == .exists, names.count > 1 {
            throw refuse("exists together with other modifiers", "Test the value in a second selection")
        }
        if reading == .field, expandsPlaceholders {
            throw refuse("expand together with fieldref", "Write the names of the fields out as a list")
        }
        if reading != .text && changesText || reading != .text && reading != .field && (anchors || isCased) {
            throw refuse(
                "modifiers for text on a value that is not plain text",
                "Remove them, or remove re, cidr, exists, fieldref or the comparison")
        }
        if flags != RegularExpression.Flags() && reading != .regularExpression {
            throw refuse(
                "i, m and s belong to a regular expression", "Write “|re|i”; plain text ignores case by itself")
        }
        if timePart != nil, anchors || changesText || isCased || !isNumberOrText {
            throw refuse("a part of a timestamp is a number", "Combine it only with lt, lte, gt, gte, neq and all")
        }
        if isNegated, needsAll {
            throw refuse(
                "neq together with all can be read in two ways", "Remove “all”: neq already means none of the values")
        }
        if freesDashes, !encodings.isEmpty {
            throw refuse("windash together with an encoding", "List the encoded forms of each dash as values")
        }
        if encodings.dropLast().contains(where: { $0 == .base64 || $0 == .base64offset }) {
            throw refuse("another encoding after Base64", "Write base64 or base64offset last")
        }
        if encodings.contains(.base64offset), !anchors {
            throw refuse(
                "base64offset looks for a value inside a longer Base64 text, and without contains it never matches",
                "Write “|base64offset|contains”")
        }
    }
}
