/// Which rows of the register are asked for. What is left out does not narrow it.
public struct RegisterFilter: Sendable, Hashable {
    /// Of detection, in UTC.
    public var year: Int?
    public var nature: RegisterEntry.Nature?
    public var isOpen: Bool?
    public var role: Role?
    public var notifiable: Notifiable?
    /// Every word of it stands somewhere in the row, whatever its case.
    public var text: String

    public enum Notifiable: String, Sendable, Hashable, CaseIterable {
        case yes, no, undecided

        init(_ concluded: Bool?) {
            self = concluded.map { $0 ? .yes : .no } ?? .undecided
        }
    }

    /// Bytes of text that are searched for.
    public static let textMax = 200

    public init(
        year: Int? = nil, nature: RegisterEntry.Nature? = nil, isOpen: Bool? = nil, role: Role? = nil,
        notifiable: Notifiable? = nil, text: String = ""
    ) {
        (self.year, self.nature, self.isOpen, self.role) = (year, nature, isOpen, role)
        (self.notifiable, self.text) = (notifiable, text)
    }

    /// Reads named values as a query has them; an empty one is none.
    /// - Throws: `Refusal` when a value is not one of those that can be asked for.
    public init(_ values: [String: String]) throws {
        func value<T>(_ name: String, _ expected: [String], _ read: (String) -> T?) throws -> T? {
            guard let text = values[name], !text.isEmpty else { return nil }
            guard let value = read(text) else { throw Refusal.unknown(name, text, expected: expected) }
            return value
        }
        self.init(
            year: try value("year", ["a year, such as 2026"]) { text in
                text.utf8.count == 4 ? Int(text).flatMap { $0 > 0 ? $0 : nil } : nil
            },
            nature: try value(
                "nature", RegisterEntry.Nature.allCases.map(\.rawValue), RegisterEntry.Nature.init(rawValue:)),
            isOpen: try value("state", ["open", "closed"]) { ["open": true, "closed": false][$0] },
            role: try value("role", Role.allCases.map(\.rawValue), Role.init(rawValue:)),
            notifiable: try value("notifiable", Notifiable.allCases.map(\.rawValue), Notifiable.init(rawValue:)),
            text: String((values["text"] ?? "").prefix(RegisterFilter.textMax)).trimmed)
    }

    public func holds(for entry: RegisterEntry) -> Bool {
        (year.map { $0 == entry.openedAt.date.year } ?? true)
            && (nature.map { $0 == entry.nature } ?? true)
            && (isOpen.map { $0 == entry.isOpen } ?? true)
            && (role.map { entry.extent.roles.contains($0) } ?? true)
            && (notifiable.map { $0 == Notifiable(entry.isNotifiable) } ?? true)
            && (text.isEmpty || entry.holds(text.lowercased().split(whereSeparator: \.isWhitespace)))
    }
}

extension RegisterEntry {
    /// When it was detected; what has no such moment has none at all.
    public var openedAt: Timestamp {
        times.first { $0.milestone == .detected }?.at.at ?? times.first?.at.at ?? Timestamp(milliseconds: 0)
    }

    fileprivate func holds(_ words: [Substring]) -> Bool {
        let texts: [String] = [
            [id, title, eventClass, severity, nature.text, cameToLight, effects.text],
            extent.dataSets.flatMap { [$0.id, $0.title, $0.people] }, extent.data.map(\.text), extent.services,
            particulars.map(\.text), measures.flatMap { [$0.title, $0.detail] }, followUps.map(\.title),
            decisions.compactMap { $0.reasoning?.text }, duties.flatMap { [$0.id, $0.title] },
            filings.flatMap { [$0.recipient, $0.reference, $0.reasonsForDelay, $0.text ?? ""] },
            corrections.compactMap(\.words.text),
        ].flatMap(\.self)
        let all = texts.joined(separator: "\n").lowercased()
        return words.allSatisfy { all.contains($0) }
    }
}
