import Foundation

/// A policy's pattern, compiled: reads one line's named groups.
///
/// ICU's group names are letters and digits only, while log fields are full of underscores. So a name is swapped for
/// `g0`, `g1`, … before ICU sees it, and the fields keep the names the policy wrote.
public struct LineExpression: Sendable {
    private let expression: NSRegularExpression
    private let names: [String]

    /// - Throws: ICU's error where the text is no regular expression.
    public init(_ text: String) throws {
        var names: [String] = []
        let renamed = text.replacing(/\(\?<([A-Za-z][A-Za-z0-9_]*)>/) { match in
            names.append(String(match.output.1))
            return "(?<g\(names.count - 1)>"
        }
        expression = try NSRegularExpression(pattern: renamed)
        self.names = names
    }

    /// The named groups that took part in the first match; nil when the line does not fit.
    public func fields(of line: String) -> [String: String]? {
        guard let match = expression.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) else {
            return nil
        }
        var fields: [String: String] = [:]
        for (index, name) in names.enumerated() {
            guard let range = Range(match.range(withName: "g\(index)"), in: line) else { continue }
            fields[name] = String(line[range])
        }
        return fields
    }
}
