/// A number in a rule or an event. Whole numbers compare exactly, also beyond a double's 53 bits.
enum Number: Sendable, Hashable {
    case integer(Int64)
    case double(Double)

    /// Decimal notation only: `12`, `-0.5`, `3e8`. No hexadecimal, no infinity, no surrounding space.
    init?(_ text: String) {
        let utf8 = text.utf8
        guard let last = utf8.last, Self.isDigit(last) || last == UInt8(ascii: "."),
            utf8.contains(where: Self.isDigit),
            utf8.allSatisfy({ Self.isDigit($0) || Self.marks.contains($0) })
        else { return nil }
        if let integer = Int64(text) {
            self = .integer(integer)
        } else if let double = Double(text), double.isFinite {
            self = .double(double)
        } else {
            return nil
        }
    }

    /// The number in a field: numeric as it is, text if it reads as a decimal number.
    init?(_ value: Value) {
        switch value {
        case .integer(let integer): self = .integer(integer)
        case .double(let double): self = .double(double)
        case .string(let text): self.init(text)
        default: return nil
        }
    }

    private static let marks = Array("+-.eE".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

/// How a field's number has to relate to the rule's number.
enum Comparison: String, Sendable, CaseIterable {
    case equal = "eq"
    case less = "lt"
    case lessOrEqual = "lte"
    case greater = "gt"
    case greaterOrEqual = "gte"

    func holds(_ left: Number, _ right: Number) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): holds(left, right)
        case (.integer(let left), .double(let right)): holds(Double(left), right)
        case (.double(let left), .integer(let right)): holds(left, Double(right))
        case (.double(let left), .double(let right)): holds(left, right)
        }
    }

    private func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
        switch self {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}
