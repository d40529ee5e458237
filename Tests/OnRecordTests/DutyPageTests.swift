import Foundation
import OnRecord
import Testing

/// docs/duties.md, as far as it repeats what the program knows.
@Suite("The page about duties")
struct DutyPageTests {
    @Test("Every duty stands in its table, as it is counted, and no other does")
    func table() throws {
        let page = try Checkout.text("docs/duties.md")
        let lines = page.split(separator: "\n").map(String.init)
        let listed = lines.filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
            .filter { DutyStart(rawValue: $0) == nil && $0.contains("-") }
        let ids = ObligationCatalogue.shipped.obligations.map(\.id)
        #expect(Set(listed) == Set(ids) && listed.count == ids.count)
        for row in ObligationCatalogue.shipped.obligations { #expect(lines.contains(line(row)), "\(line(row))") }
        #expect(page.contains("shows \(ids.count) duties"))
    }

    @Test("Every event that starts a clock is explained, in the program's words")
    func starts() throws {
        let page = try Checkout.text("docs/duties.md")
        for start in DutyStart.allCases { #expect(page.contains("| `\(start.rawValue)` | \(start.explanation) |")) }
    }

    @Test("The policy in it loads")
    func example() throws {
        let page = try Checkout.text("docs/duties.md")
        let yaml = try #require(page.components(separatedBy: "```yaml\n").last?.components(separatedBy: "```").first)
        let parts = yaml.components(separatedBy: "duties:\n")
        let policy = try Policy.parse(
            parts[0] + Cast.text(replacing: "duties:\n", with: "duties:\n\(parts[1])"), file: "policy.yaml",
            rules: Cast.rules)
        #expect(policy.dataSets.count == 2)
        #expect(policy.promises.compactMap(\.adoption).count == 3)
    }

    /// As the table has it: `| id | title | 72 hours | aware |`.
    private func line(_ row: Obligation) -> String {
        let mark = row.status == .inForce ? "" : " (\(row.status.text))"
        let time = row.within?.text ?? "~ \(row.target?.text ?? "")"
        let after = row.after.map { " of `\($0)`" } ?? ""
        return "| `\(row.id)` | \(row.title)\(mark) | \(time) | `\(row.starts.rawValue)`\(after) |"
    }
}
