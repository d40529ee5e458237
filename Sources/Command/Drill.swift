import ArgumentParser
import OnRecord
import SQLiteStore
import Server

struct Drill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Rehearses a policy: lives through each kind of event on a leaping clock and prints what became of each promise.",
        discussion:
            "Nothing leaves the house: no mail, no hook, no public entry. Exit code 2 when a promise was missed.")

    @Argument(help: "The policy file, or the name of one that ships: keyvault-edge, katafract, wrl, starter.")
    var policy: String

    @Option(name: .customLong("class"), help: "Rehearse only this class of events.")
    var eventClass: String?

    @Option(
        help: ArgumentHelp(
            "Live through one breach instead and print what the law then asks for: \(Scenario.all.map(\.id).joined(separator: ", ")).",
            valueName: "name"))
    var scenario: String?

    @Option(help: ArgumentHelp("When the drill begins, RFC 3339; now if left out.", valueName: "moment"))
    var at: String?

    func run() throws {
        let policy = try PolicyFile.load(PolicyFile.shipped(policy) ?? policy)
        var start = SystemClock().now()
        if let at {
            guard let moment = Timestamp(rfc3339: at) else {
                throw StartProblem(
                    "--at is “\(at.prefix(40))”; expected a moment in RFC 3339, such as 2026-11-22T10:00:00Z. Correct it.",
                    exitCode: .usage)
            }
            start = moment
        }
        if scenario != nil, eventClass != nil {
            throw StartProblem(
                "--scenario and --class are given; expected one of them. A scenario chooses its class itself.",
                exitCode: .usage)
        }
        if let scenario { return try rehearse(Scenario.named(scenario), policy, from: start) }
        var rehearsal = try Rehearsal(
            policy: policy, store: SQLiteStore.inMemory(), starting: start,
            random: SystemRandomNumberGenerator())
        let lines = try rehearsal.run(only: eventClass)
        print(
            "Drill of \(policy.organisation.name): \(rehearsal.state.allIncidents.count) incidents, nothing left the house.\n"
        )
        print(PromiseTable.text(lines))
        if lines.contains(where: { $0.clock?.word == "missed" }) { throw ExitCode(2) }
    }

    private func rehearse(_ scenario: Scenario, _ policy: Policy, from start: Timestamp) throws {
        var rehearsal = try Rehearsal(
            policy: policy, store: SQLiteStore.inMemory(), starting: start, random: SystemRandomNumberGenerator())
        let duties = try rehearsal.run(scenario)
        print(ScenarioTable(scenario: scenario, duties: duties, start: start, policy: policy).text)
    }
}
