import Foundation

/// Debian's Postfix as the relay, and a sink behind it that writes down what arrives.
struct Postfix {
    let port: Int
    private let folder: TemporaryFolder

    /// - Parameter hosts: mail for these goes to a port of this machine instead of the sink.
    static func running<T>(hosts: [String: Int] = [:], _ body: (Postfix) async throws -> T) async throws -> T {
        let postfix = Postfix(port: try Port.free(), folder: try TemporaryFolder(in: "/tmp"))
        let sinkPort = try Port.free()
        let sink = [Program.shipped("Tests/Fixtures/mail-sink.py"), "\(sinkPort)", postfix.folder / "arrived"]
        return try await Child.running(Stored.python, sink) { child in
            try await eventually("the sink", hint: { child.errors }) { child.output.contains("ready") }
            let routes = hosts.map { "\($0.key)=\($0.value)" }
            let relay = [
                Program.shipped("Tests/Fixtures/postfix.py"), postfix.folder / "postfix", "\(postfix.port)",
                "\(sinkPort)",
            ]
            return try await Child.running(Stored.python, relay + routes) { child in
                try await eventually("Postfix", hint: { child.errors }) { Port.isOpen(postfix.port) }
                return try await body(postfix)
            }
        }
    }

    struct Arrival: Hashable, Sendable {
        var messageID: String
        var recipient: String
    }

    /// In the order of arrival; a mail that came twice is there twice.
    func arrivals() -> [Arrival] {
        folder.text("arrived").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count == 2 ? Arrival(messageID: String(words[0]), recipient: String(words[1])) : nil
        }
    }
}
