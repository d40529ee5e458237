import OnRecord

/// Who may send signals: the sources that the policy in force names, each by its token. A source that was taken out of the
/// policy keeps its token for the day it comes back, and opens nothing until then.
struct Senders: Sendable {
    private let secrets: Secrets
    private let known: Set<String>
    /// What signing sources sign with.
    private let shared: [String: String]

    /// - Throws: `StartProblem` when a variable that the policy names is empty.
    init(_ sources: [Source], secrets: Secrets, environment: [String: String]) throws {
        self.secrets = secrets
        known = Set(sources.map(\.id))
        var shared: [String: String] = [:]
        for source in sources {
            guard let variable = source.signedWith else { continue }
            guard let secret = environment[variable], !secret.isEmpty else {
                throw StartProblem(
                    "The environment variable \(variable) is empty; source “\(source.id)” of the policy signs with the secret in it. "
                        + "Set it, or remove `signed_with`.", exitCode: .usage)
            }
            shared[source.id] = secret
        }
        self.shared = shared
    }

    func source(withToken token: String) -> String? { secrets.source(withToken: token).flatMap(ifKnown) }
    func source(withHeartbeat uuid: String) -> String? { secrets.source(withHeartbeat: uuid).flatMap(ifKnown) }
    /// Nil: its token is all that it shows.
    func secret(of source: String) -> String? { shared[source] }

    private func ifKnown(_ source: String) -> String? { known.contains(source) ? source : nil }
}
