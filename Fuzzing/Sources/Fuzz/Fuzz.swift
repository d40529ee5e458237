import Foundation
import Intake
import OnRecord
import Sigma

/// Hands the command line to libFuzzer. The package manager wants a main function of ours, so libFuzzer's own gives way.
@main
struct Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, fuzz))
    }
}

/// What libFuzzer calls for every input; the target is named in the environment. A target checks what must always hold
/// with `precondition`; a crash, a hang or a broken promise ends the run and leaves the input in a file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target([UInt8](UnsafeBufferPointer(start: data, count: count)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private let target: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = targets[name] else {
        fatalError("FUZZ_TARGET is “\(name)”; expected one of \(targets.keys.sorted().joined(separator: ", ")).")
    }
    return target
}()

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "rules": fuzzRules, "json": fuzzJSON, "syslog": fuzzSyslog, "redaction": fuzzRedaction, "doors": fuzzDoors,
]

private let receivedAt = Timestamp(milliseconds: 1_795_339_800_000)

/// Sound rules match some event or none; every other document is refused with a line and a remedy.
@Sendable private func fuzzRules(_ bytes: [UInt8]) {
    let source = RuleSource(path: "fuzz.yml", text: String(decoding: bytes, as: UTF8.self))
    let (rules, problems) = RuleSet.load([source])
    precondition(problems.allSatisfy { $0.line >= 1 && !$0.reason.isEmpty && !$0.remedy.isEmpty })
    let event = Event(at: 0, fields: ["a": "b", "n": 5, "m": ["x": ["y", 1.5, nil]]], text: "text")
    var detector = Detector(rules: rules, lateness: 1000)
    for _ in 0..<3 { _ = detector.observe(event) }
    for rule in rules.rules { precondition(rules.explain(rule: rule.id, event) != nil) }
    _ = FieldMap.load(source)
}

/// Lines of every kind become events, however the stream is cut.
@Sendable private func fuzzJSON(_ bytes: [UInt8]) {
    let reading = NDJSON.read(bytes, from: "fuzz", receivedAt: receivedAt, keepingWithin: 1 << 24)
    var events: [Event] = []
    reading.batch.forEachEvent(lines: LineReader([])) { _, _, event in events.append(event) }
    precondition(events.count == reading.count)
    reading.batch.forEachEvent(lines: LineReader([]), takenApart: reading.takenApart) { index, _, event in
        precondition(event == events[index], "an event depends on when its line was taken apart")
    }
    let middle = bytes.count / 2
    var whole = LineSplitter()
    var parts = LineSplitter()
    let expected = whole.feed(bytes[...]) + [whole.finish()].compactMap { $0 }
    let found = parts.feed(bytes[..<middle]) + parts.feed(bytes[middle...]) + [parts.finish()].compactMap { $0 }
    precondition(expected == found, "lines depend on chunks")
    for format in EventReader.Format.allCases {
        var reader = EventReader(format: format, map: .none, readAt: receivedAt)
        for line in expected { _ = reader.event(in: line) }
    }
}

/// Frames do not depend on how the stream is cut, and are bounded.
@Sendable private func fuzzSyslog(_ bytes: [UInt8]) {
    let signal = SyslogMessage.signal(from: bytes[...], receivedAt: receivedAt)
    precondition(signal.state == .log || signal.state == .unparsed)
    let middle = bytes.count / 3
    var whole = SyslogFraming()
    var parts = SyslogFraming()
    let expected = whole.feed(bytes[...]) + [whole.finish()].compactMap { $0 }
    let found = parts.feed(bytes[..<middle]) + parts.feed(bytes[middle...]) + [parts.finish()].compactMap { $0 }
    precondition(expected == found, "frames depend on chunks")
    precondition(expected.allSatisfy { $0.bytes.count <= SyslogFraming.frameMax })
    for frame in expected { _ = SyslogMessage.signal(from: frame.bytes[...], receivedAt: receivedAt) }
}

/// What was JSON stays JSON, and a second time changes nothing.
@Sendable private func fuzzRedaction(_ bytes: [UInt8]) {
    let redactor = Redactor(pseudonyms: Pseudonyms(fields: ["a", "a.b"], key: Array(0..<32)))
    let once = redactor.redact(bytes)
    precondition(redactor.redact(once) == once, "not idempotent")
    if let value = try? JSONReader.read(bytes[...]) {
        precondition((try? JSONReader.read(once[...])) != nil, "JSON was broken")
        let redacted = redactor.redact(value)
        precondition(redactor.redact(redacted) == redacted, "not idempotent for values")
    }
    _ = redactor.redact(form: String(decoding: bytes, as: UTF8.self))
}

/// The first byte chooses the door, a line of its own each the method, the path, the query and the headers; the body
/// follows an empty line.
@Sendable private func fuzzDoors(_ bytes: [UInt8]) {
    guard let choice = bytes.first, !doors.isEmpty else { return }
    let lines = bytes.dropFirst().split(separator: 0x0a, maxSplits: 16, omittingEmptySubsequences: false)
    let head = lines.prefix { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    var headers: [String: String] = [:]
    for line in head.dropFirst(3) {
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let body = lines.dropFirst(head.count + 1).joined(separator: [0x0a])
    let query = head.dropFirst(2).first.map { $0.split(separator: "&") } ?? []
    let request = DoorRequest(
        method: head.first ?? "POST",
        path: head.dropFirst().first.map { $0.split(separator: "/").map(String.init) } ?? [],
        query: query.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts[0], parts.count == 2 ? parts[1] : "")
        },
        headers: headers, body: Array(body), source: "fuzz", receivedAt: receivedAt, secret: "secret")
    let reading = doors[Int(choice) % doors.count].read(request)
    precondition((100..<600).contains(reading.answer.status))
}
