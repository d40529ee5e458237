import OnRecord
import Sigma

/// The labels of an alert, which are its identity (Prometheus data model). An empty label counts as none.
struct AlertLabels {
    let values: [String: Value]

    init(_ labels: Value?) { values = (labels?.map ?? [:]).filter { !$0.value.isNull && $0.value != "" } }

    var title: String? { values["alertname"]?.word?.asTitle }
    var severity: Signal.Severity { Signal.Severity(of: values["severity"] ?? values["priority"]) }

    /// Equal for equal labels, and for no others; nil without any.
    var key: String? {
        if values.isEmpty { return nil }
        let pairs = values.sorted { $0.key < $1.key }.map { escaped($0.key) + "=" + escaped($0.value.text) }
        return ("labels:" + pairs.joined(separator: ",")).asKey
    }

    /// A value that holds a comma must not look like two labels.
    private func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x2c || $0 == 0x3d || $0 == 0x5c }) else { return text }
        return text.reduce(into: "") { $0 += $1 == "," || $1 == "=" || $1 == "\\" ? "\\\($1)" : "\($1)" }
    }
}
