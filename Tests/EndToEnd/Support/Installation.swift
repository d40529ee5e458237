import Foundation
import OnRecord
import Server

/// One operator's installation in a folder of its own: a policy, two ports, and what a running server keeps.
/// Its server may be started, killed and started again.
struct Installation {
    let folder: TemporaryFolder
    let policy: String
    let publicPort: Int
    let privatePort: Int

    /// A shipped policy whose links lead to this machine.
    /// - Parameters:
    ///   - sources: more senders than the policy has, each as it stands in a list: `{id: edge}` or just its id.
    ///   - rules: more rules, by file name.
    ///   - mail: further lines of the policy's `mail`.
    ///   - more: further sections.
    init(
        _ name: String = "keyvault-edge", sources: [String] = [], rules: [String: String] = [:],
        mail: String = "  dkim: relay\n",
        more: String = ""
    ) throws {
        folder = try TemporaryFolder()
        publicPort = try Port.free()
        privatePort = try Port.free()
        let shipped = try String(contentsOfFile: Program.shipped("Policies/\(name).yaml"), encoding: .utf8)
        let site = "http://127.0.0.1:\(publicPort)"
        for (name, text) in rules { _ = try folder.write(text, to: name) }
        let own = rules.keys.sorted().map { [folder] in ", \(folder / $0)" }.joined()
        let senders = sources.map { "  - " + ($0.hasPrefix("{") ? $0 : "{id: \($0)}") + "\n" }.joined()
        policy = try folder.write(
            shipped.replacing(/(?m)^  site: .*$/, with: "  site: \(site)")
                .replacing(/(?m)^rules: \[\.\.\/Rules\/(.*)\]$/) {
                    "rules: [\(Program.shipped("Rules"))/\($0.output.1)\(own)]"
                }
                .replacing("sources:\n", with: "sources:\n\(senders)")
                .replacing(/(?m)^  dkim: .*\n/, with: mail) + more,
            to: "onrecord.yaml")
    }

    var data: String { folder / "data" }
    var site: Web { Web("http://127.0.0.1:\(publicPort)") }
    /// The private listener, to whoever carries no key.
    var house: Web { Web("http://127.0.0.1:\(privatePort)") }

    func secrets() throws -> Secrets {
        try JSONDecoder().decode(Secrets.self, from: Data(contentsOf: URL(fileURLWithPath: "\(data)/secrets.json")))
    }

    func api() throws -> Web { Web(house.base, bearer: try secrets().operatorKey) }
    func sender(_ source: String) throws -> Web { Web(house.base, bearer: try secrets().sources[source]) }

    func arguments(data other: String? = nil) -> [String] {
        [
            "serve", "--policy", policy, "--data", other ?? data, "--public", "127.0.0.1:\(publicPort)",
            "--private", "127.0.0.1:\(privatePort)",
        ]
    }

    /// Serves until the body is left.
    /// - Parameters:
    ///   - relay: port of an SMTP server on this machine; nil keeps mails in the data folder.
    ///   - more: further variables of its environment.
    @discardableResult
    func serving<T>(
        relay: Int? = nil, environment more: [String: String] = [:], _ body: (Child) async throws -> T
    ) async throws -> T {
        let environment = more.merging(relay.map { ["ONRECORD_SMTP": "smtp://127.0.0.1:\($0)"] } ?? [:]) { _, new in new
        }
        return try await Child.running(
            Program.path, arguments() + (relay == nil ? ["--catch-mail"] : []), environment: environment
        ) { server in
            try await eventually("the greeting", within: .seconds(60), hint: { server.output + server.errors }) {
                guard server.isRunning else { throw Unexpected("the server ended: \(server.errors)") }
                return server.output.contains("console")
            }
            return try await body(server)
        }
    }

    /// Serves once and stops as an operator would, so that the data folder holds a first state.
    func moveIn() async throws {
        try await serving { server in
            server.interrupt()
            let outcome = try await server.end(within: .seconds(30))
            guard outcome.status == 0 else { throw Unexpected("stopped with \(outcome.status): \(outcome.errors)") }
        }
    }

    /// Starts the server and expects it not to stay.
    func refusal(_ more: String..., data: String? = nil, environment: [String: String] = [:]) async throws -> Outcome {
        try await Program.run(
            arguments(data: data) + (more.isEmpty ? ["--catch-mail"] : more), environment: environment,
            within: .seconds(60))
    }

    /// Every stored log line and signal, in the order of arrival: a line as it came, a signal as JSON.
    func lines() async throws -> [String] { try await Stored.lines(in: data) }

    struct AlertView: Decodable, Sendable {
        var id, rule, state, verdict: String
        var group: [String: String]
        var count: Int
    }

    /// Newest first.
    func alerts() async throws -> [AlertView] {
        let answer = try await api().get("/api/v1/alerts")
        guard answer.status == 200 else { throw Unexpected("the API answered \(answer.status): \(answer.text)") }
        return try answer.decoded([AlertView].self)
    }

    func incidents() async throws -> [IncidentView] {
        let answer = try await api().get("/api/v1/incidents")
        guard answer.status == 200 else { throw Unexpected("the API answered \(answer.status): \(answer.text)") }
        return try answer.decoded([IncidentView].self)
    }

    /// Declares an incident by the API and confirms it, which reserves a public page.
    @discardableResult
    func confirmedIncident(_ title: String) async throws -> IncidentView {
        let json = "application/json"
        let body = #"{"class":"unauthorised-access","title":"\#(title)"}"#
        let declared = try await api().post("/api/v1/incidents", body, type: json).decoded(IncidentView.self)
        let answer = try await api().post("/api/v1/incidents/\(declared.id)/confirmation", "{}", type: json)
        guard answer.status == 200 else { throw Unexpected("not confirmed: \(answer.text)") }
        return try answer.decoded(IncidentView.self)
    }
}

/// What lies in a data folder's store, read by another program than ours.
enum Stored {
    static let python = "/usr/bin/python3"

    /// Rows of a query, each a list of texts.
    static func rows(_ sql: String, in data: String) async throws -> [[String]] {
        let script = """
            import json, sqlite3, sys
            rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()
            print(json.dumps([[v.decode() if isinstance(v, bytes) else str(v) for v in row] for row in rows]))
            """
        return try JSONDecoder().decode([[String]].self, from: Data(try await run(script, data, sql).utf8))
    }

    /// Signals lie in segments, record by record. Each holds a head in JSON, a line feed, and log lines or the body that
    /// the head's signals came in.
    static func lines(in data: String) async throws -> [String] {
        let script = """
            import json, pathlib, struct, sys, zlib
            files = sorted(pathlib.Path(sys.argv[1] + "-signals").glob("*.log"))
            bodies = {}
            for file in files:
                position, content = int(file.stem), file.read_bytes()
                # The name of a file ends the one before.
                bodies = {known: body for known, body in bodies.items() if known < position}
                place = len(b"OnRecord signals 1\\n")
                while len(content) >= place + 24:
                    checksum, length, found = struct.unpack_from("<IIq", content, place)
                    whole = content[place + 4:place + 24 + length]
                    if found != position or len(whole) != 20 + length or zlib.crc32(whole) != checksum:
                        break
                    bodies[position] = whole[20:]
                    position, place = position + 1, place + 24 + length
            lines = []
            for _, body in sorted(bodies.items()):
                head, _, rest = body.partition(b"\\n")
                signals = json.loads(head).get("signals")
                if signals is None:
                    lines += [line.decode() for line in rest.split(b"\\n") if line.strip()]
                else:
                    lines += [json.dumps(one) for one in signals]
            print(json.dumps(lines))
            """
        return try JSONDecoder().decode([String].self, from: Data(try await run(script, data, "").utf8))
    }

    static func change(_ sql: String, in data: String) async throws {
        _ = try await run(
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()", data, sql)
    }

    private static func run(_ script: String, _ data: String, _ sql: String) async throws -> String {
        let outcome = try await Child.running(python, ["-c", script, "\(data)/onrecord.sqlite", sql]) {
            try await $0.end(within: .seconds(30))
        }
        guard outcome.status == 0 else { throw Unexpected("python3 could not read the store: \(outcome.errors)") }
        return outcome.output
    }
}
