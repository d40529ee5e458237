import ArgumentParser
import Courier
import Foundation
import Logging
import OnRecord
import Server

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Lives through a real breach in under a minute: stolen tokens, a page, revocation, mails, a post-mortem.",
        discussion: """
            Real parts on a compressed clock: two HTTP listeners, an SQLite file, mail over SMTP, a sample service whose edge \
            asks the token registry. Hours pass in leaps. Afterwards the server stays up so that you can look around. \
            A demo that was killed goes on where it was when it is started again with the same --data.
            """)

    @Flag(help: "Stop at the end; exit code 0 only when every promise was kept and the record was verified.")
    var exit = false

    @Option(help: "Keep what the demo makes in this folder.")
    var data: String?

    @Option(name: .customLong("public"), help: "Listener for the trust site, host:port.")
    var publicAddress: String = "127.0.0.1:8080"

    @Option(name: .customLong("private"), help: "Listener for console, API and intake, host:port.")
    var privateAddress: String = "127.0.0.1:8081"

    @Option(help: "Port of the sample service.")
    var samplePort: Int = 8082

    func run() async throws {
        let folder =
            data ?? FileManager.default.temporaryDirectory.appendingPathComponent("onrecord-demo-\(getpid())").path
        let kept = data != nil
        let story = "\(folder)/story"
        do {
            try FileManager.default.createDirectory(atPath: story, withIntermediateDirectories: true)
        } catch {
            throw StartProblem(
                "The data folder \(folder) cannot be made or written. Name another with --data.", exitCode: .cannotWrite
            )
        }
        defer { if !kept { try? FileManager.default.removeItem(atPath: folder) } }
        try await live(in: folder, story: story)
    }

    /// Links must lead to this machine, not to the policy's own site.
    private static func policy(site: String) throws -> Policy {
        var policy = try PolicyFile.load(ShippedFiles.path("Policies/keyvault-edge.yaml"))
        policy.organisation.site = site
        return policy
    }

    private func live(in folder: String, story: String) async throws {
        let publicListener = try Serve.address(publicAddress, "--public")
        let privateListener = try Serve.address(privateAddress, "--private")
        let policy = try Demo.policy(site: "http://\(publicListener)")
        let clock = StoryClock(folder: story)
        let environment = ProcessInfo.processInfo.environment
        var logger = Logger(label: "onrecord") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let settings = ServerSettings(
            dataFolder: folder, publicAddress: publicListener, privateAddress: privateListener, smtp: nil,
            environment: environment.merging([
                "ONRECORD_HOOK_ROLLBACK": "http://127.0.0.1:\(samplePort)/deploy/rollback"
            ]) {
                _, new in new
            })
        let server = try await OnRecordServer(policy: policy, settings: settings, clock: clock, logger: logger) {
            start.yield()
        }
        let sample = SampleService(
            port: samplePort, house: server.privateURL, registryKey: server.secrets.registryKey,
            sourceToken: server.secrets.sources["edge"] ?? "", clock: clock, folder: story)
        let narrator = Narrator(house: server.house, pace: isatty(STDOUT_FILENO) == 1 && !exit ? .seconds(2) : .zero)
        let tale = Story(
            server: server, sample: sample, clock: clock, narrator: narrator, shelf: StoryShelf(folder: story),
            publicBase: server.publicURL)
        let ending = Ending(server: server, policy: policy, folder: folder)
        let stays = !exit
        let telling = Task {
            do {
                for await _ in started { break }
                try Task.checkCancellation()
                try await tale.tell()
                let verdict = try await ending.print(stays: stays)
                if !stays { await server.stop() }
                return verdict
            } catch {
                // Told to stop, a story need not say that it could not go on.
                guard !Task.isCancelled else { return false }
                await server.stop()
                throw error
            }
        }
        defer { telling.cancel() }
        await server.add(sample)
        try await server.run()
        telling.cancel()
        let allGood = try await telling.value
        if exit && !allGood { throw ExitCode(2) }
    }
}

/// What the demo says at its end.
struct Ending: Sendable {
    let server: OnRecordServer
    let policy: Policy
    let folder: String

    /// - Returns: whether every promise was kept and the record is whole.
    func print(stays: Bool) async throws -> Bool {
        let state = await server.house.state
        guard let incident = state.allIncidents.first else { return false }
        Narrator.print("\n  THE TIMELINE\n\n" + Narrator.timeline(of: incident, policy: policy))
        let lines = policy.promises.map { promise in
            Rehearsal.Line(promise: promise, subject: "", clock: incident.clocks.first { $0.promise == promise.id })
        }
        Narrator.print("\n  THE PROMISES\n\n" + PromiseTable.text(lines))
        let credits = try incident.creditStage.list.map { list in
            try server.house.store.credits(in: list, after: nil, limit: 100)
        }
        let given = (credits ?? []).map { "    \($0.customer)  \($0.text)  \($0.explanation)" }
        Narrator.print("\n  CREDITS\n\n" + given.joined(separator: "\n"))
        let verified = try await verify()
        let page = server.publicURL + (incident.page?.path ?? "/trust/")
        Narrator.print(
            """

              LOOK AROUND\(stays ? "" : " (with the same command without --exit)")

                what the public reads      \(page)
                the promises and results   \(server.publicURL)/trust/promises/
                the policy in public words \(server.publicURL)/trust/
                the incident room          \(server.privateURL)/incidents/\(incident.id)
                every mail that was sent   \(server.privateURL)/mail
                operator key for these two \(server.secrets.operatorKey)
                check the record yourself  bin/onrecord record verify \(stays ? server.publicURL + "/trust/record" : folder + "/record")
            """)
        if stays { Narrator.print("\n  The server stays up. Ctrl-C ends it.") }
        // Promises of other kinds of events are not this story's to keep.
        let judged = incident.clocks.map(\.word)
        return verified && judged.allSatisfy { $0 == "kept" }
    }

    private func verify() async throws -> Bool {
        let place = RecordPlace.folder("\(folder)/record")
        guard let key = try await place.ownKey() else { return false }
        let result = try await RecordVerification.run(
            key: key, present: place.files(), reading: { try await place.read($0) })
        Narrator.print(
            "\n  THE PUBLIC RECORD\n\n"
                + (result.checked.map { "    ✓ \($0)" } + result.problems.map { "    ✗ \($0)" }).joined(separator: "\n")
        )
        return result.isClean
    }
}
