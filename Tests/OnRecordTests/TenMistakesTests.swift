import OnRecord
import Testing

@Suite("A policy with ten mistakes")
struct TenMistakesTests {
    @Test("All ten are reported at once, each with line, key, what was found, what is expected and the remedy")
    func allTen() throws {
        let text = try Checkout.text("Tests/Fixtures/policy-with-ten-mistakes.yaml")
        let problems = #expect(throws: PolicyProblems.self) { try Policy.parse(text, file: "policy.yaml", rules: []) }
        #expect(problems?.description == golden)
        #expect(problems?.problems.count == 10)
    }

    private let golden = """
        GOLDEN
        """
}
