import ArgumentParser
import OnRecord
import Server

struct Sources: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the policy's sources with the token each one sends signals with, and where to.",
        discussion: """
            Every source may use every door: put its token into the address (/in/TOKEN/DOOR), or send it as a bearer token or \
            as the password of basic authentication (/in/DOOR). PagerDuty clients use it as routing key. docs/doors.md has a \
            snippet for each sender.
            """)

    @Option(help: "The policy file.")
    var policy: String

    @Option(help: "The data folder of the server.")
    var data: String

    func run() throws {
        let policy = try PolicyFile.load(policy)
        let secrets = try Secrets.open(in: data, sources: policy.sources)
        for source in policy.sources {
            var line = "\(source.id)\t\(secrets.sources[source.id] ?? "")"
            if let uuid = secrets.heartbeats[source.id] { line += "\t/ping/\(uuid)" }
            if let variable = source.signedWith { line += "\tsigned with $\(variable)" }
            print(line)
        }
    }
}
