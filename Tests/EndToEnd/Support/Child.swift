import Foundation
import Synchronization

/// A process that a test started. It leads a process group of its own and writes into files, so that neither its
/// children nor an unread pipe can outlive the test or hold it up.
final class Child: Sendable {
    let id: pid_t
    let folder: TemporaryFolder
    /// The wait status, once the process has been waited for: from then on its id may belong to somebody else.
    private let status = Mutex<Int32?>(nil)

    /// Starts a process and ends it when the body is left, whichever way.
    static func running<T>(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        _ body: (Child) async throws -> T
    ) async throws -> T {
        let child = try Child(executable, arguments, environment)
        defer { child.kill() }
        return try await body(child)
    }

    private init(_ executable: String, _ arguments: [String], _ environment: [String: String]) throws {
        folder = try TemporaryFolder()
        var all = ProcessInfo.processInfo.environment
        all["ONRECORD_SMTP"] = nil
        all["ONRECORD_HOME"] = Program.checkout
        // The backtracer would outlive a crashed child and keep its files open.
        all["SWIFT_BACKTRACE"] = "enable=no"
        all.merge(environment) { _, new in new }
        id = try Child.spawn(
            executable, arguments, all.map { "\($0.key)=\($0.value)" }, output: folder / "output",
            errors: folder / "errors")
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String], output: String, errors: String
    ) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&files, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)

        var argv = ([executable] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var id: pid_t = 0
        let problem = posix_spawn(&id, executable, &files, &attributes, &argv, &envp)
        guard problem == 0 else {
            throw Unexpected("\(executable) does not start: \(String(cString: strerror(problem)))")
        }
        return id
    }

    var output: String { folder.text("output") }
    var errors: String { folder.text("errors") }

    var isRunning: Bool {
        status.withLock { status in
            guard status == nil else { return false }
            var word: Int32 = 0
            if waitpid(id, &word, WNOHANG) == id { status = word }
            return status == nil
        }
    }

    /// The most memory it has had, in bytes; nil when it is gone.
    var memoryPeak: Int? {
        let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 << 10 }
    }

    /// As a power cut would: nothing in it gets a word in. Its whole group goes.
    func kill() {
        status.withLock { status in
            guard status == nil else { return }
            Foundation.kill(-id, SIGKILL)
            var word: Int32 = 0
            while waitpid(id, &word, 0) < 0 && errno == EINTR {}
            status = word
        }
    }

    func interrupt() {
        status.withLock { if $0 == nil { Foundation.kill(id, SIGTERM) } }
    }

    /// Waits until it has ended by itself.
    func end(within limit: Duration) async throws -> Outcome {
        try await eventually("the end of process \(id)", within: limit, hint: { self.output + self.errors }) {
            !self.isRunning
        }
        let word = status.withLock { $0 } ?? 0
        let signal = word & 0x7f
        return Outcome(status: signal == 0 ? (word >> 8) & 0xff : 128 + signal, output: output, errors: errors)
    }
}
