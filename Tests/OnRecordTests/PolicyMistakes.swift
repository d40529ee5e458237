import OnRecord
import Testing

/// Makes one mistake in the cast's policy and reads the report: `file:line: key is …; expected …. remedy`, without the
/// closing line that counts.
func expect(
    _ passage: String, becomes other: String, isRefused report: String, _ location: SourceLocation = #_sourceLocation
) {
    let problems = #expect(throws: PolicyProblems.self, sourceLocation: location) {
        try Cast.policy(replacing: passage, with: other)
    }
    let found = problems?.problems.map(\.description).joined(separator: "\n")
    #expect(found == report, sourceLocation: location)
}
