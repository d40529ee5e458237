import ArgumentParser
import Intake
import OnRecord
import Sigma

/// One pass over an input: matches to standard output, progress and summary to standard error.
struct DetectionRun {
    private var detector: Detector
    private let reader: EventReader
    private let rules: [String: Rule]
    private var matchCount = 0

    init(rules: RuleSet, lateness: Int64, reader: EventReader) {
        detector = Detector(rules: rules, lateness: lateness)
        self.reader = reader
        self.rules = Dictionary(rules.rules.map { ($0.id, $0) }) { first, _ in first }
    }

    /// - Parameter refused: rules that could not be loaded, for the summary.
    mutating func detect(_ file: InputFile, refused: Int) throws {
        let began = ContinuousClock.now
        var output = StandardOutput()
        var progress = Progress(size: file.size)
        var reader = reader
        func look(_ line: Int, _ event: Event) -> Bool {
            for match in matches(event, line) { output.write(match) }
            return Interruption.signal == nil
        }
        Interruption.listen()
        try file.readChunks { chunk, byteCount in
            _ = reader.read(chunk, look)
            // Whoever follows a growing input sees a match as soon as its line has come.
            try output.flush()
            progress.show(byteCount, matchCount)
            return Interruption.signal == nil
        }
        if Interruption.signal == nil { reader.finish(look) }
        try output.flush()
        progress.clear()
        Console.say(summary(reader, refused, took: .now - began))
        if let signal = Interruption.signal { throw ExitCode(128 + signal) }
    }

    private mutating func matches(_ event: Event, _ line: Int) -> [String] {
        let matches = detector.observe(event)
        matchCount += matches.count
        return matches.map { MatchLine.json($0, rules[$0.rule], event: line) }
    }

    private func summary(_ reader: EventReader, _ refused: Int, took: Duration) -> String {
        var parts = [counted(rules.count, "rule") + (refused > 0 ? ", \(refused) refused" : "")]
        parts.append(counted(reader.lineCount, "line"))
        if let first = reader.firstUnparsed {
            parts.append("\(reader.unparsedCount) of them unreadable (the first is line \(first))")
        }
        parts.append("\(counted(matchCount, "match")) in \(took.text)")
        return parts.joined(separator: "; ") + (Interruption.signal == nil ? "." : "; interrupted.")
    }
}

/// A match as a line of JSON.
enum MatchLine {
    static func json(_ match: Match, _ rule: Rule?, event: Int) -> String {
        let at = Timestamp(milliseconds: match.at)
        let millisecond = String(at.fields.millisecond + 1000).dropFirst()
        var members: [(String, Value)] = [
            ("rule", .string(match.rule)), ("title", .string(rule?.title ?? "")), ("event", .integer(Int64(event))),
            ("at", .string("\(at.rfc3339.dropLast()).\(millisecond)Z")),
        ]
        if rule?.isCorrelation == true {
            members.append(("group", .map(match.group.mapValues { .string($0) })))
            members.append(("count", .integer(Int64(match.count))))
        }
        return "{" + members.map { "\"\($0)\":\($1.json)" }.joined(separator: ",") + "}\n"
    }
}
