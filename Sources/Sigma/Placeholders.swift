/// The values that `%name%` stands for under the modifier `expand` (rules specification, "Placeholders").
struct Placeholders: Sendable {
    /// How many values one written value may become.
    static let valuesMax = 10_000

    private let values: [String: [String]]

    init(_ values: [String: [String]] = [:]) { self.values = values }

    /// The texts that a written text stands for: one for each combination of its placeholders' values, as if the
    /// rule listed them. `\%` is a plain percent sign; other escapes stay for whoever reads the text. A percent sign
    /// without its second is plain too.
    ///
    /// In pySigma a backslash that is itself escaped still takes the meaning from a percent sign after it; here
    /// `\\%name%` is a backslash and a placeholder, because a path could not be written otherwise.
    func expand(_ text: String, line: Int) throws(Refusal) -> [String] {
        var texts = [""]
        var rest = text[...]
        var plain = ""
        while let character = rest.popFirst() {
            switch character {
            case "\\":
                guard let escaped = rest.popFirst() else {
                    plain += "\\"
                    break
                }
                plain += escaped == "%" ? "%" : "\\\(escaped)"
            case "%":
                guard let end = rest.firstIndex(of: "%"), end > rest.startIndex else {
                    plain += "%"
                    break
                }
                let found = try values(of: String(rest[..<end]), line: line)
                guard texts.count * found.count <= Self.valuesMax else {
                    throw Refusal(
                        line, "“\(text)” stands for more than \(Self.valuesMax) values",
                        remedy: "Use fewer placeholders in one value, or shorter lists")
                }
                texts = texts.flatMap { text in found.map { text + plain + $0 } }
                plain = ""
                rest = rest[rest.index(after: end)...]
            default: plain.append(character)
            }
        }
        return texts.map { $0 + plain }
    }

    private func values(of name: String, line: Int) throws(Refusal) -> [String] {
        guard let found = values[name], !found.isEmpty else {
            throw Refusal(
                line, "“expand” needs values for the placeholder “%\(name)%”, and none are given",
                remedy: "Give the placeholder a list of values, or write the values out and remove “|expand”")
        }
        return found
    }
}
