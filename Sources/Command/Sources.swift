import ArgumentParser
import OnRecord
import Server

struct Sources: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the policy's sources with the token each one sends signals with.")

    @Option(help: "The policy file.")
    var policy: String

    @Option(help: "The data folder of the server.")
    var data: String

    func run() throws {
        let policy = try PolicyFile.load(policy)
        let secrets = try Secrets.open(in: data, sources: policy.sources)
        for source in policy.sources { print("\(source.id)\t\(secrets.sources[source.id] ?? "")") }
    }
}
