import ArgumentParser
import Foundation
import OnRecord
import Server

struct Credits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Gives back what was promised: shows who gets what, approves it, writes it out.",
        discussion: """
            In this order: `preview` makes the list and changes nothing for anybody; `approve` is a person's word that the list is \
            right and is recorded; `export` writes it for your billing system, and `entered` says that it stands there. With \
            `connector: stripe` in the policy, approving carries the credits out at Stripe. Works on a running server.
            """,
        subcommands: [Preview.self, Approve.self, Export.self, Entered.self, Withdraw.self])

    struct Place: ParsableArguments {
        @Argument(help: "The incident's id.")
        var incident: String

        @OptionGroup var server: ServerOptions

        func path(_ rest: String = "") -> String { "/api/v1/incidents/\(incident)/credits\(rest)" }
    }

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows who gets what and why, and who gets nothing and why.")
        @OptionGroup var place: Place
        @Flag(help: "Make a new list, after an import or when scope or impact have changed.")
        var again = false

        func run() async throws {
            let api = try place.server.api()
            var answer = try await api.get(CreditsAnswer.self, place.path())
            if again || answer.stage == "none" || answer.stage == "listing_failed" {
                answer = try await api.post(CreditsAnswer.self, place.path(), [:])
            }
            while answer.stage == "being_listed" {
                try await Task.sleep(for: .milliseconds(100))
                answer = try await api.get(CreditsAnswer.self, place.path())
            }
            print(CreditTable.head(answer))
            var next: String? = ""
            while let after = next {
                let page = try await api.get(CreditsAnswer.self, place.path("?limit=1000&after=\(after)"))
                print(CreditTable.lines(page), terminator: "")
                next = page.next
            }
            if answer.stage == "listed", let list = answer.list {
                print(
                    "\nTo approve exactly this list:\n  onrecord credits approve \(place.incident)\(place.server.words) --hash \(list.hash)"
                )
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that the list which was looked at is right; recorded, and for Stripe carried out at once.")
        @OptionGroup var place: Place
        @Option(help: "The list's hash, as `preview` shows it.")
        var hash: String

        func run() async throws {
            let api = try place.server.api()
            let list = try await api.get(CreditsAnswer.self, place.path()).list?.id ?? ""
            let answer = try await api.post(CreditsAnswer.self, place.path("/approval"), ["list": list, "hash": hash])
            print(CreditTable.head(answer))
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the approved list as CSV to standard output.")
        @OptionGroup var place: Place

        func run() async throws {
            try await place.server.api().copy(place.path("/export"), to: .standardOutput)
        }
    }

    struct Entered: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that the approved credits stand in the billing system; it cannot be taken back.")
        @OptionGroup var place: Place

        func run() async throws {
            print(CreditTable.head(try await place.server.api().post(CreditsAnswer.self, place.path("/entry"), [:])))
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes back an approval of which nothing was carried out.")
        @OptionGroup var place: Place

        func run() async throws {
            print(
                CreditTable.head(try await place.server.api().post(CreditsAnswer.self, place.path("/withdrawal"), [:])))
        }
    }
}

/// A list of credits for a terminal.
enum CreditTable {
    static func head(_ answer: CreditsAnswer) -> String {
        let stage = answer.stage.replacing("_", with: " ")
        guard let list = answer.list else { return "Credits: \(stage)." }
        let nothing = list.without.sorted { $0.key < $1.key }.map { word, count in
            "\n  nothing for \(count): \(Credit.Reason(rawValue: word)?.text ?? word)"
        }
        return "List \(list.id), \(stage): \(list.text)" + nothing.joined() + "\n  hash \(list.hash)"
    }

    static func lines(_ answer: CreditsAnswer) -> String {
        answer.credits.map { credit in
            let amount = credit.amount > 0 ? Money.text(credit.amount, credit.currency) : "nothing"
            return "  \(credit.customer)  \(amount)  \(credit.text)\n"
        }.joined()
    }
}
