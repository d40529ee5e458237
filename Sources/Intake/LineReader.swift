import OnRecord
import Sigma

/// Reads a log line that is not JSON: the first of the policy's patterns that fits turns its named groups into fields.
/// A line that none fits is still a signal; Sigma keywords read its text.
public struct LineReader: Sendable {
    private let patterns: [(name: String, expression: LineExpression)]

    /// The policy has compiled these patterns once before; one that does not compile is passed over.
    public init(_ patterns: [LinePattern]) {
        self.patterns = patterns.compactMap { pattern in
            (try? LineExpression(pattern.expression)).map { (pattern.name, $0) }
        }
    }

    func fields(of line: String) -> [String: Value] {
        for (name, expression) in patterns {
            guard let groups = expression.fields(of: line) else { continue }
            var fields: [String: Value] = groups.mapValues { text in Int64(text).map { .integer($0) } ?? .string(text) }
            fields["pattern"] = .string(name)
            return fields
        }
        return [:]
    }
}
