import OnRecord
import Sigma

/// One delivery of GitHub's webhook as a signal; people's names in it are not kept.
struct GitHubDelivery {
    let message: Value
    let fields: SignalFields
    let receivedAt: Timestamp

    private var repository: String { message["repository"]?["full_name"]?.word ?? "unknown repository" }

    /// A credential in a repository. The payload never holds the credential itself.
    func leakedSecret() throws(Unreadable) -> Signal {
        let alert = message["alert"]
        guard let number = alert?["number"]?.integer else {
            throw Unreadable("The message has no alert.number; expected GitHub's secret_scanning_alert.")
        }
        let isResolved = message["action"] == "resolved" || alert?["resolution"]?.word != nil
        var fields = fields
        fields.add(
            [
                "number", "secret_type", "secret_type_display_name", "validity", "publicly_leaked", "resolution",
                "html_url",
                "locations_url",
            ], of: alert)
        let kind = (alert?["secret_type_display_name"] ?? alert?["secret_type"])?.word ?? "A secret"
        let found = alert?["publicly_leaked"] == true ? "publicly leaked" : "found in \(repository)"
        let times = isResolved ? [alert?["resolved_at"]] : [alert?["updated_at"], alert?["created_at"]]
        return Signal(
            state: isResolved ? .resolved : .firing, at: at(times), key: "github:\(repository):secret:\(number)".asKey,
            severity: .critical, title: "\(kind) \(found)".asTitle, fields: fields.all(product: GitHubDoor.product))
    }

    func push() -> Signal {
        var fields = fields
        fields.add(["ref", "before", "after", "compare", "forced", "created", "deleted"], of: message)
        let commit = message["head_commit"]
        fields.set("message", commit?["message"])
        let ref = message["ref"]?.word ?? "unknown ref"
        let verb = message["deleted"] == true ? "Deleted" : "Pushed"
        return change("\(verb) \(repository) \(short(ref))", at: [commit?["timestamp"]], fields)
    }

    func deployment() -> Signal {
        let deployment = message["deployment"]
        var fields = fields
        fields.add(["id", "ref", "sha", "environment", "description", "task"], of: deployment)
        let place = deployment?["environment"]?.word ?? "an environment"
        let version = (deployment?["ref"] ?? deployment?["sha"])?.word ?? "unknown ref"
        return change("Deployment of \(repository) \(version) to \(place)", at: [deployment?["created_at"]], fields)
    }

    /// A release is announced several times, as it is drafted, created and published; only the last counts.
    func release() -> Signal? {
        guard message["action"] == "published" else { return nil }
        let release = message["release"]
        var fields = fields
        fields.add(["id", "tag_name", "name", "html_url", "prerelease"], of: release)
        let version = (release?["tag_name"] ?? release?["name"])?.word ?? "unknown tag"
        return change(
            "Released \(repository) \(version)", at: [release?["published_at"], release?["created_at"]], fields)
    }

    private func change(_ title: String, at times: [Value?], _ fields: SignalFields) -> Signal {
        Signal(state: .change, at: at(times), title: title.asTitle, fields: fields.all(product: GitHubDoor.product))
    }

    private func at(_ times: [Value?]) -> Timestamp {
        SenderTime.at(times.lazy.compactMap { $0 }.first { $0.word != nil }, receivedAt: receivedAt)
    }

    private func short(_ ref: String) -> String {
        for prefix in ["refs/heads/", "refs/tags/"] where ref.hasPrefix(prefix) {
            return String(ref.dropFirst(prefix.count))
        }
        return ref
    }
}
