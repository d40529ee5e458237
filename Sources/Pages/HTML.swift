/// Markup that cannot be built from unescaped text: what is interpolated is escaped, unless it is markup itself.
///
///     let line: HTML = "<li>\(name)</li>"     // name is text: escaped
///     let list: HTML = "<ul>\(line)</ul>"     // line is markup: kept
///
/// Only a literal in our own source can become markup (`StaticString`). The same escaping is right for XML 1.0.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    public private(set) var text: String

    public init(stringLiteral literal: StaticString) { text = "\(literal)" }
    public init(stringInterpolation interpolation: Interpolation) { text = interpolation.text }

    /// Text as content.
    public init(escaping plain: some StringProtocol) { text = HTML.escape(plain) }

    public static let nothing: HTML = ""

    public var bytes: [UInt8] { Array(text.utf8) }
    public var isEmpty: Bool { text.isEmpty }

    public static func + (a: HTML, b: HTML) -> HTML {
        var sum = a
        sum.text += b.text
        return sum
    }

    public static func += (a: inout HTML, b: HTML) { a.text += b.text }

    public struct Interpolation: StringInterpolationProtocol {
        var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
        public mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }
        public mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        public mutating func appendInterpolation(_ markup: HTML?) { text += markup?.text ?? "" }
        public mutating func appendInterpolation(_ markup: [HTML]) { for piece in markup { text += piece.text } }
        public mutating func appendInterpolation(_ plain: some StringProtocol) { text += HTML.escape(plain) }
        public mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }
    }

    /// Escapes for content and for attribute values in double or single quotes.
    private static func escape(_ plain: some StringProtocol) -> String {
        // Most texts are plain ASCII without anything to escape.
        if plain.utf8.allSatisfy({ (32..<127).contains($0) && !"&<>\"'".utf8.contains($0) }) { return String(plain) }
        var escaped = ""
        escaped.reserveCapacity(plain.utf8.count + 16)
        for scalar in plain.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // HTML allows no control characters but these three.
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": continue
            // Noncharacters: a parse error in HTML, and the last two of the first plane are fatal in XML.
            case _ where (0xfdd0...0xfdef).contains(scalar.value) || scalar.value & 0xfffe == 0xfffe: continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Sequence<HTML> {
    public func joined(separator: HTML = .nothing) -> HTML {
        var sum = HTML.nothing
        for piece in self {
            if !sum.isEmpty { sum += separator }
            sum += piece
        }
        return sum
    }
}
