@testable import Sigma
import Testing

@Suite("The index of rules")
struct RuleIndexTests {
    @Test(
        "A rule is looked for by what it cannot do without",
        arguments: [
            ("{kind: alpha, code|gt: 5}", ["kind alpha"]), ("{kind: [alpha, beta]}", ["kind alpha", "kind beta"]),
            ("{kind|contains|all: [al, alph]}", ["kind alph"]), ("{kind|re: a+}", ["kind"]), ("{kind|gt: 5}", ["kind"]),
            ("{kind|neq: alpha}", ["kind"]), ("{kind: '*'}", ["kind"]), ("{kind: 'a*beta?c'}", ["kind beta"]),
            ("{kind|cased: Alpha}", ["kind alpha"]), ("{kind: null}", nil), ("{kind|exists: false}", nil),
            ("[alpha, beta]", ["alpha", "beta"]), ("[{kind: alpha}, {code: null}]", nil),
        ] as [(String, [String]?)])
    func clues(selection: String, expected: [String]?) throws {
        #expect(try names(rule(detection: "s: \(selection)\ncondition: s")) == expected)
    }

    @Test(
        "Conditions combine what selections need",
        arguments: [
            ("s and t", ["kind alpha"]), ("s or t", ["code 5", "kind alpha"]), ("not s", nil),
            ("t and not s", ["code 5"]), ("1 of them", ["code 5", "kind alpha"]), ("s or not t", nil),
        ] as [(String, [String]?)])
    func conditions(condition: String, expected: [String]?) throws {
        let detection = "s: {kind: alpha}\nt: {code: 5}\ncondition: \(condition)"
        #expect(try names(rule(detection: detection)) == expected)
    }

    @Test("More literals than fit are no reason to miss one")
    func overflow() throws {
        let values = (0..<6000).map { "a value of some length and number \($0)" }
        let rules = try load(rule(selection: "kind: [\(values.map { "'\($0)'" }.joined(separator: ", "))]"))
        var search = RuleSearch(rules)
        for number in [0, 5999] {
            #expect(search.hits(of: Event(at: 0, fields: ["kind": .string(values[number])])) == [0])
        }
        #expect(search.hits(of: Event(at: 0, fields: ["kind": "a value of some length and number x"])).isEmpty)
    }

    private func names(_ yaml: String) throws -> [String]? {
        try load(yaml).detections[0].clues?.map { clue in
            switch clue {
            case .field(let path): path.name
            case .literal(let path, let text): path.name + " " + String(decoding: text.bytes, as: UTF8.self)
            case .keyword(let text): String(decoding: text.bytes, as: UTF8.self)
            }
        }.reduce(into: Set<String>()) { $0.insert($1) }.sorted()
    }
}
