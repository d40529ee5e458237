import ArgumentParser
import Foundation
import OnRecord
import Sigma

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judges policies: names every mistake with its line and remedy, or says what each one arms.")

    @Argument(help: "Policy files.")
    var policies: [String]

    func run() throws {
        var refused = false
        for path in policies {
            do {
                let policy = try PolicyFile.load(path)
                let duties = policy.promises.count { if case .duty = $0.source { true } else { false } }
                print(
                    "\(path): good. \(Check.counted(policy.promises.count - duties, "promise", "promises")), "
                        + "\(Check.counted(duties, "duty", "duties")), "
                        + "\(Check.counted(policy.rules.rules.count, "rule", "rules")), "
                        + "\(Check.counted(policy.actions.count, "action", "actions")).")
                for hint in policy.hints { print("  \(hint)") }
            } catch let problems as PolicyProblems {
                FileHandle.standardError.write(Data("\(problems)\n".utf8))
                refused = true
            }
        }
        if refused { throw ExitCode(1) }
    }

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}
