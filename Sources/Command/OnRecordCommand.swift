import ArgumentParser

@main
struct OnRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "onrecord",
        abstract: "Keeps the incident promises you publish, and lets strangers check that you did.",
        discussion: """
            Begin with `onrecord demo` to watch a breach being handled, or `onrecord init` to write your own policy.

            EXIT CODES
              0   done, and every check passed
              1   refused: the policy, the record or an input has mistakes (each is named)
              2   a promise was missed (demo --exit, drill)
              64  the command line was not understood, or no mail relay is configured
              65  data is damaged, or behind what was signed for
              66  an input is missing (detect, customers import)
              69  the server does not answer (notice, credits)
              73  a file or folder cannot be written, or another server runs on the data folder
              75  an address is in use by another process
              76  the store was written by a newer version
            """,
        subcommands: [
            Demo.self, Init.self, Check.self, Serve.self, Sources.self, Customers.self, Credits.self, Drill.self,
            Detect.self, DutyCommand.self, Notice.self, Mail.self, RecordCommand.self,
        ])

    /// Every failure leaves as one sentence on standard error and a documented exit code.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            Failure.leave(with: error)
        }
    }
}
