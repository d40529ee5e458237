import ArgumentParser
import OnRecord
import Server

struct Mail: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prepares the sending of mail.", subcommands: [DKIM.self])

    struct DKIM: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the DNS records of the keys that mails are signed with; makes a key that is missing.",
            discussion: """
                The policy's `mail.dkim` names the selectors. The keys lie in the data folder's `dkim`, readable for this user
                alone; an RSA key made elsewhere can be put there as SELECTOR.rsa (PEM). Put the records into DNS before you send.
                """)

        @Option(help: "The policy file.")
        var policy: String

        @Option(help: "The data folder of the server; made when missing.")
        var data: String

        func run() throws {
            switch try PolicyFile.load(policy).mail.signing {
            case .here(let identity):
                for record in try DKIMKeys.open(identity, in: data).records { print(record) }
            case .relay:
                print(
                    "The policy says that the relay signs (`dkim: relay`): nothing has to be published for this server."
                )
            case nil:
                throw StartProblem(
                    "The policy does not say who signs its mail. Write `dkim: {selector: onrecord}` under `mail:` to sign here, or `dkim: relay`.",
                    exitCode: .policyRefused)
            }
        }
    }
}
