import ArgumentParser
import Foundation
import OnRecord
import Server

struct Notice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a running server would mail, how far a notice is, and who must be reached another way.",
        subcommands: [DryRun.self, Progress.self, Contacts.self])

    struct DryRun: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dry-run",
            abstract:
                "Counts whom the notice of an incident would go to, by domain, and prints a sample. Sends nothing.")

        @Argument(help: "The incident's id.")
        var incident: String

        @Flag(help: "Print the server's answer as JSON.")
        var json = false

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let run = try await server.api().get(NoticeDryRun.self, "/api/v1/incidents/\(incident)/notices/dry-run")
            guard !json else { return print(String(decoding: CanonicalJSON.encode(run), as: UTF8.self)) }
            print(
                "Nothing has been sent. \(run.count) customer\(run.count == 1 ? "" : "s") in scope would be mailed once."
            )
            if run.unknown > 0 { print("\(run.unknown) of them cannot be found in the directory.") }
            print("\nDOMAINS")
            for one in run.domains { print("  \(String(one.count).leftPadded(to: 9))  \(one.domain)") }
            if run.furtherDomains > 0 {
                print("  \(String(run.inFurtherDomains).leftPadded(to: 9))  \(run.furtherDomains) further domains")
            }
            guard let sample = run.sample else { return }
            print("\nSAMPLE\nFrom: \(sample.from)\nTo: \(sample.to)\nSubject: \(sample.subject)\n\n\(sample.plain)")
        }
    }

    struct Progress: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Follows the notices of an incident until nobody waits any more.",
            discussion: """
                In a terminal one line is drawn anew; elsewhere a line is printed whenever something has changed. It ends with
                0 when nobody waits any more, whoever still has to be reached another way.
                """)

        @Argument(help: "The incident's id.")
        var incident: String

        @Flag(help: "Print how far it is now as JSON, and end.")
        var json = false

        @Flag(help: "Print how far it is now, and end.")
        var once = false

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let api = try server.api()
            let path = "/api/v1/incidents/\(incident)/notices"
            if json {
                let progress = try await api.get([NoticeProgress].self, path)
                return print(String(decoding: CanonicalJSON.encode(progress), as: UTF8.self))
            }
            var line = ProgressLine(isTerminal: isatty(STDOUT_FILENO) == 1 && !once)
            while true {
                let progress = try await api.get([NoticeProgress].self, path)
                // What still leaves is followed before what came later.
                guard let shown = progress.first(where: { !$0.isOver }) ?? progress.last else {
                    return print("No notice is queued for \(incident). Confirming the incident does that.")
                }
                line.show(shown)
                if once || progress.allSatisfy(\.isOver) { break }
                try await Task.sleep(for: .seconds(1))
            }
            line.end()
        }
    }

    struct Contacts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists customers whom no mail reached; with --close, keeps what was done instead.")

        @Argument(help: "The incident's id.")
        var incident: String

        @Option(help: "Close this task; the list names it.")
        var close: String?

        @Option(help: "How they were told: \(ContactWay.allCases.map(\.rawValue).joined(separator: ", ")).")
        var way: String = ContactWay.phone.rawValue

        @Option(help: "What was done: when, by whom, what was said.")
        var text: String = ""

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let api = try server.api()
            let path = "/api/v1/incidents/\(incident)/contacts"
            let tasks: [ContactTask]
            if let close {
                tasks = try await api.post([ContactTask].self, path, ["task": close, "way": way, "text": text])
            } else {
                tasks = try await api.get([ContactTask].self, path)
            }
            let open = tasks.filter(\.isOpen)
            for task in open {
                print("\(task.task)  \(task.customer ?? "-")  \(task.mail ?? "-")  \(task.answer)")
            }
            if open.isEmpty { print("Nobody is left to be reached another way.") }
        }
    }
}

/// How far a notice is: one line that is drawn anew in a terminal, a line for each change elsewhere.
struct ProgressLine {
    private static let barWidth = 24

    private let isTerminal: Bool
    private var last: String?

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    mutating func show(_ progress: NoticeProgress) {
        let text = ProgressLine.text(progress, withBar: isTerminal)
        guard text != last else { return }
        last = text
        FileHandle.standardOutput.write(Data((isTerminal ? "\r\u{1b}[K\(text)" : "\(text)\n").utf8))
    }

    func end() {
        if isTerminal, last != nil { print() }
    }

    static func text(_ progress: NoticeProgress, withBar: Bool) -> String {
        var parts: [String] = []
        if withBar {
            let filled = progress.total == 0 ? barWidth : progress.accepted * barWidth / progress.total
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
            parts.append("[\(bar)]")
        }
        parts.append("\(progress.accepted) of \(progress.total) accepted")
        for (count, word) in [
            (progress.deferred, "deferred"), (progress.refused, "refused"), (progress.bounced, "bounced"),
            (progress.unreached, "to reach another way"),
        ] where count > 0 { parts.append("\(count) \(word)") }
        if progress.perMinute > 0 { parts.append("\(progress.perMinute) a minute") }
        if let left = progress.secondsLeft {
            parts.append(left >= 0 ? "\(clock(left)) left" : "overdue by \(clock(-left))")
        }
        if let needed = progress.secondsNeeded { parts.append("needs \(clock(needed))") }
        if let trouble = progress.trouble { parts.append("mails stay here: \(trouble)") }
        return parts.joined(separator: withBar ? "  " : ", ")
    }

    private static func clock(_ seconds: Int) -> String { Duration.seconds(Int64(seconds)).text }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
