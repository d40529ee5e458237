/// Rows as comma-separated values (RFC 4180) that a spreadsheet shows and does not run.
public struct CSV: Sendable {
    public private(set) var text = ""

    public init(header: [String]) { add(header) }

    public mutating func add(_ cells: [String]) {
        text += cells.map(CSV.cell).joined(separator: ",") + "\r\n"
    }

    /// What spreadsheets take for the start of a formula, full-width forms included.
    private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    /// Quoted, with quotes doubled. An apostrophe before what would be a formula makes it a text; blanks before it are
    /// skipped by some programs, so they are looked through.
    static func cell(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        // No cell needs control characters, and NUL ends a line for some readers.
        for scalar in text.unicodeScalars where scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar.value >= 32
        {
            clean.append(scalar)
        }
        let first = clean.first { $0 != " " && $0 != "\u{a0}" && $0 != "\u{feff}" }
        let isFormula = clean.first.map(formulaStarts.contains) == true || first.map(formulaStarts.contains) == true
        return "\"" + (isFormula ? "'" : "") + String(clean).replacing("\"", with: "\"\"") + "\""
    }
}
