import ArgumentParser
import Foundation
import Intake
import OnRecord
import Sigma

struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs Sigma rules over a file and prints each match as a line of JSON.",
        discussion: """
            Reads no policy, opens no socket and remembers nothing. Standard output carries matches alone, a line each:

              {"rule":"…","title":"…","event":1204,
               "at":"2026-11-22T09:30:00.000Z","group":{"ip":"…"},"count":4}

            `event` is the line that matched, or that completed a correlation, counted from 0. `group` and `count` are \
            there for correlations. Times are the events' own; an event without one is as old as the line before it. A \
            line that cannot be read is searched as plain text and counted in the summary on standard error.

            FIELD MAPS give events the names that rules use. Of several fields the first that is there counts; \
            logsource_* are constants for events that do not name their source; a section is for events of that \
            category, product or service only:

              logsource_product: windows
              CommandLine: [process.command_line, cmd]
              process_creation:
                User: process.user.name

            EXIT CODES
              0    every rule was loaded, every line looked at; matches or not
              64   the command line was not understood
              65   a rule was refused (the others ran), or the field map or placeholders have mistakes
              66   an input or a rule path is missing or cannot be read
              73   the matches cannot be written
              130  interrupted (143: asked to stop); what was found was written
            """)

    @Option(
        help: ArgumentHelp(
            "A Sigma file, or a folder searched for *.yml and *.yaml. Repeat it for several.", valueName: "path"))
    var rules: [String]

    @Option(help: "What a line is: \(EventReader.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: EventReader.Format = .ndjson

    @Option(help: ArgumentHelp("A field map (YAML).", valueName: "map.yaml"))
    var fields: String?

    @Option(
        help: ArgumentHelp(
            "What %name% stands for under the modifier expand (YAML: `admins: [ada, grace]`).", valueName: "file.yaml"))
    var placeholders: String?

    @Option(help: "How far behind the newest of its group an event may be and still be counted exactly: 30s, 5m, 1h.")
    var lateness = "5m"

    @Flag(help: "Only say which rules load, and why the others do not.")
    var check = false

    @Option(help: ArgumentHelp("Say why this rule does or does not match the line --event.", valueName: "id"))
    var explain: String?

    @Option(help: ArgumentHelp("The line that --explain looks at, counted from 0.", valueName: "number"))
    var event: Int?

    @Argument(help: ArgumentHelp("The events, or - for standard input.", valueName: "file"))
    var input: String?

    func validate() throws {
        if check, input != nil || explain != nil {
            throw ValidationError("--check reads rules only. Leave the input and --explain out.")
        }
        if !check, input == nil { throw ValidationError("Name the file of events, or - for standard input.") }
        if (explain == nil) != (event == nil) {
            throw ValidationError("--explain ID and --event NUMBER belong together.")
        }
        if let event, event < 0 { throw ValidationError("--event is \(event); lines are counted from 0.") }
        if Duration(policy: lateness) == nil {
            throw ValidationError("--lateness is “\(lateness)”; write a whole number and s, m, h or d, such as 5m.")
        }
    }

    func run() throws {
        let (set, refused) = try loadRules()
        if check {
            print("\(counted(set.rules.count, "rule")) loaded, \(refused) refused")
        } else if set.rules.isEmpty {
            throw InputProblem("No rule could be loaded, so there is nothing to detect.", exitCode: 65)
        } else {
            let reader = EventReader(
                format: format, map: try loadMap(),
                readAt: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
            let file = try InputFile(input ?? "-")
            if let explain, let event {
                try explainRule(explain, event, set, reader, file)
            } else {
                let lateness = Duration(policy: lateness) ?? .zero
                var run = DetectionRun(rules: set, lateness: lateness.milliseconds, reader: reader)
                try run.detect(file, refused: refused)
            }
        }
        if refused > 0 { throw ExitCode(65) }
    }

    private func loadRules() throws -> (RuleSet, refused: Int) {
        let (sources, unread) = try RuleFiles.read(rules)
        let (set, problems) = RuleSet.load(sources, placeholders: try loadPlaceholders())
        let all = unread + problems
        for problem in all { Console.say("\(problem)") }
        return (set, Set(all.map { [$0.path, $0.rule ?? "line \($0.line)"] }).count)
    }

    private func loadMap() throws -> FieldMap {
        guard let fields else { return .none }
        let (map, problems) = FieldMap.load(try read(fields, called: "field map"))
        return try sound(map, problems)
    }

    private func loadPlaceholders() throws -> [String: [String]] {
        guard let placeholders else { return [:] }
        let (values, problems) = PlaceholderFile.load(try read(placeholders, called: "file of placeholders"))
        return try sound(values, problems)
    }

    private func read(_ path: String, called name: String) throws -> RuleSource {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw InputProblem("The \(name) \(path) cannot be read as a text file. Check the path.", exitCode: 66)
        }
        return RuleSource(path: path, text: text)
    }

    private func sound<Loaded>(_ loaded: Loaded?, _ problems: [RuleProblem]) throws -> Loaded {
        guard let loaded else {
            throw InputProblem(problems.map(\.description).joined(separator: "\nonrecord: "), exitCode: 65)
        }
        return loaded
    }

    private func explainRule(
        _ id: String, _ number: Int, _ set: RuleSet, _ begun: EventReader, _ file: InputFile
    ) throws {
        guard let rule = set.rule(id) else {
            throw InputProblem(
                "No rule that was loaded has the id “\(id)”. `onrecord detect --check` says which were refused.",
                exitCode: 64)
        }
        var reader = begun
        var text: String?
        try file.readLines { line in
            // The lines before it are read too: an event without a time takes it from there.
            let event = reader.event(in: line)
            guard line.number == number else { return true }
            text =
                event.flatMap { set.explain(rule: id, $0)?.description }
                ?? "Line \(number) is empty: no rule looks at it."
            return false
        }
        guard let text else {
            throw InputProblem("The input ends before line \(number), counted from 0.", exitCode: 66)
        }
        print("\(text)\nLine \(number) of \(file.name); the rule stands at \(rule.path):\(rule.line).")
    }
}

extension EventReader.Format: ExpressibleByArgument {}

/// `1 rule`, `2 rules`.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : noun.hasSuffix("ch") ? "es" : "s")"
}
