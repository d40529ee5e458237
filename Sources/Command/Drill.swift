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

    @Argument(help: "The policy file.")
    var policy: String

    @Option(name: .customLong("class"), help: "Rehearse only this class of events.")
    var eventClass: String?

    func run() throws {
        let policy = try PolicyFile.load(policy)
        var rehearsal = try Rehearsal(
            policy: policy, store: SQLiteStore.inMemory(), starting: SystemClock().now(),
            random: SystemRandomNumberGenerator())
        let lines = try rehearsal.run(only: eventClass)
        print(
            "Drill of \(policy.organisation.name): \(rehearsal.state.allIncidents.count) incidents, nothing left the house.\n"
        )
        print(PromiseTable.text(lines))
        if lines.contains(where: { $0.clock?.word == "missed" }) { throw ExitCode(2) }
    }
}
