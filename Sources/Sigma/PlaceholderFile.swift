/// Values of placeholders in a file of their own: a YAML map of names to texts, or to lists of them.
public enum PlaceholderFile {
    /// Everything that is wrong is reported at once; the values are nil if anything is.
    public static func load(_ source: RuleSource) -> (values: [String: [String]]?, problems: [RuleProblem]) {
        var values: [String: [String]] = [:]
        var refusals: [Refusal] = []
        let documents = Documents.read(source.text)
        if documents.count > 1 {
            refusals.append(Refusal(1, "\(documents.count) YAML documents", remedy: "Write one map of names to lists"))
        }
        for document in documents.prefix(1) {
            do throws(Refusal) {
                for member in try map(document.get()) {
                    guard let texts = member.value.strings, !texts.isEmpty else {
                        refusals.append(
                            Refusal(
                                member.value.line,
                                "“\(member.key)” is \(member.value.summary); expected a list of texts",
                                remedy: "Write a list such as “\(member.key): [ada, grace]”"))
                        continue
                    }
                    values[member.key] = texts
                }
            } catch {
                refusals.append(error)
            }
        }
        let problems = refusals.map {
            RuleProblem(path: source.path, line: $0.line, rule: nil, reason: $0.reason, remedy: $0.remedy)
        }
        return (problems.isEmpty ? values : nil, problems)
    }

    private static func map(_ node: Node) throws(Refusal) -> [Node.Entry] {
        guard let members = node.map else {
            throw Refusal(
                node.line, "the file is \(node.summary); expected a map of placeholders",
                remedy: "Write lines such as “admins: [ada, grace]”")
        }
        return members
    }
}
