import OnRecord

/// The register as a table: one row a breach, with what has several values in one cell.
public enum RegisterCSV {
    public static func text(_ entries: [RegisterEntry]) -> String {
        var table = CSV(header: columns.map(\.name))
        for entry in entries { table.add(columns.map { $0.value(entry) }) }
        return table.text
    }

    private struct Column: Sendable {
        var name: String
        var value: @Sendable (RegisterEntry) -> String
    }

    private static let columns: [Column] =
        [
            Column(name: "id") { $0.id },
            Column(name: "title") { $0.title },
            Column(name: "class") { $0.eventClass },
            Column(name: "severity") { $0.severity },
            Column(name: "nature") { $0.nature.rawValue },
            Column(name: "state") { $0.isOpen ? "open" : "closed" },
            Column(name: "notifiable") { $0.isNotifiable.map { $0 ? "yes" : "no" } ?? "undecided" },
            Column(name: "came_to_light") { $0.cameToLight },
        ] + [.detected, .aware, .confirmed, .contained, .resolved, .closed].map(time)
        + [
            Column(name: "confidentiality") { $0.extent.answers["confidentiality"]?.rawValue ?? "" },
            Column(name: "integrity") { $0.extent.answers["integrity"]?.rawValue ?? "" },
            Column(name: "availability") { $0.extent.answers["availability"]?.rawValue ?? "" },
            Column(name: "roles") { joined($0.extent.roles.map(\.rawValue)) },
            Column(name: "data_sets") { joined($0.extent.dataSets.map(\.id)) },
            Column(name: "data") { joined($0.extent.data.map(\.rawValue)) },
            Column(name: "people") { entry in
                joined(entry.extent.people.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
            },
            Column(name: "records") { $0.extent.records.map(String.init) ?? "" },
            Column(name: "risk") { $0.risk.level.rawValue },
            Column(name: "severity_score") { $0.risk.aidScore ?? "" },
            Column(name: "unavailable_minutes") { "\($0.effects.unavailableMinutes)" },
            Column(name: "effects") { entry in
                entry.particulars.first { $0.key == .likelyConsequences }?.text ?? entry.effects.text
            },
            Column(name: "measures") { joined($0.measures.map { "\($0.title): \($0.result.rawValue)" }) },
            Column(name: "decisions") { entry in
                joined(
                    entry.decisions.map { one in
                        "\(one.at.at.rfc3339) \(one.by.rawValue) \(one.what.rawValue)"
                            + (one.reasoning?.text.map { ": \($0)" } ?? "")
                    })
            },
            Column(name: "duties") { joined($0.duties.map { "\($0.id): \($0.verdict), \($0.standing)" }) },
            Column(name: "filings") { entry in
                joined(
                    entry.filings.map { one in
                        "\(one.duty) \(one.phase): \(one.sent.at.rfc3339) \(one.reference) \(one.textSHA256 ?? "")"
                    })
            },
            Column(name: "reasons_for_delay") { joined($0.filings.map(\.reasonsForDelay).filter { !$0.isEmpty }) },
            Column(name: "notices") { joined($0.notices.map { "\($0.kind): \(BreachWords.counts($0))" }) },
            Column(name: "corrections") { joined($0.corrections.compactMap(\.words.text)) },
        ]

    private static func time(_ milestone: Milestone) -> Column {
        Column(name: "\(milestone.rawValue)_at") { entry in
            entry.times.first { $0.milestone == milestone }?.at.at.rfc3339 ?? ""
        }
    }

    private static func joined(_ parts: [String]) -> String { parts.joined(separator: " | ") }
}
