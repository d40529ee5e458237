import Sigma

/// What the mail server next to us found out about a sender (RFC 8601). A field from further away may have been written
/// by the sender, so it counts for nothing.
struct AuthenticationResults {
    /// Who says so; nil when nobody near us said anything.
    private(set) var authority: String?
    private(set) var spf = "none"
    private(set) var dkim = "none"
    private(set) var dmarc = "none"
    /// One of the results vouches for the domain of the From field.
    private(set) var isAuthenticated = false

    private static let results: Set<String> = [
        "pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy",
    ]

    /// - Parameters:
    ///   - trust: Whose word counts.
    ///   - domain: of the From field, in lower case.
    init(_ headers: MailHeaders, trust: MailTrust, from domain: String?) {
        for field in Self.fields(headers, trust: trust) {
            let clauses = Self.withoutComments(field).split(separator: ";")
            guard let first = clauses.first, let name = first.split(separator: " ").first else { continue }
            let speaker = name.lowercased()
            if case .authority(let expected) = trust, speaker != expected.lowercased() { continue }
            // One server may write a field for each method; others' fields are not its word.
            guard authority == nil || authority == speaker else { continue }
            authority = speaker
            for clause in clauses.dropFirst() { take(Clause(clause), from: domain) }
        }
    }

    var value: Value {
        var map: [String: Value] = ["spf": .string(spf), "dkim": .string(dkim), "dmarc": .string(dmarc)]
        map["by"] = authority.map { .string($0.oneLine(max: 255)) }
        return .map(map)
    }

    private mutating func take(_ clause: Clause, from domain: String?) {
        guard Self.results.contains(clause.result) else { return }
        let isAligned: Bool
        switch clause.method {
        case "spf":
            spf = clause.result
            isAligned = Self.aligned(clause.properties["smtp.mailfrom"], domain)
        case "dkim":
            // A message may carry several signatures; one that holds is enough.
            if dkim != "pass" { dkim = clause.result }
            isAligned = Self.aligned(clause.properties["header.d"] ?? clause.properties["header.i"], domain)
        case "dmarc":
            dmarc = clause.result
            isAligned = domain != nil && Self.aligned(clause.properties["header.from"] ?? domain, domain)
        default: return
        }
        if clause.result == "pass", isAligned { isAuthenticated = true }
    }

    /// The same domain, or one inside the other (relaxed alignment, RFC 7489 section 3.1).
    private static func aligned(_ identity: String?, _ domain: String?) -> Bool {
        guard let identity, let domain else { return false }
        let proven = (identity.split(separator: "@").last ?? "").lowercased()
        guard proven.contains("."), domain.contains(".") else { return false }
        return proven == domain || domain.hasSuffix(".\(proven)") || proven.hasSuffix(".\(domain)")
    }

    /// Fields above the second Received line were written by the hop that handed the message to us. An authority that
    /// is known by name removes what others wrote in its name (RFC 8601 section 5), so its fields count anywhere.
    private static func fields(_ headers: MailHeaders, trust: MailTrust) -> [String] {
        var hops = 0
        var found: [String] = []
        for field in headers.fields {
            if field.name == "received" { hops += 1 }
            if trust == .nobody || trust == .nearestHop && hops > 1 { break }
            if field.name == "authentication-results", found.count < 16 { found.append(field.value) }
        }
        return found
    }

    private static func withoutComments(_ field: String) -> String {
        var depth = 0
        let kept = field.unicodeScalars.filter { scalar in
            if scalar == "(" { depth += 1 }
            defer { if scalar == ")", depth > 0 { depth -= 1 } }
            return depth == 0
        }
        return String(String.UnicodeScalarView(kept))
    }

    /// `dkim=pass header.d=researcher.example`.
    private struct Clause {
        var method = ""
        var result = ""
        var properties: [String: String] = [:]

        init(_ text: Substring) {
            for (index, word) in text.split(separator: " ").enumerated() {
                guard let equals = word.firstIndex(of: "=") else { continue }
                let name = word[..<equals].lowercased()
                let value = word[equals...].dropFirst().filter { $0 != "\"" }.lowercased()
                if index == 0 {
                    method = String(name.prefix { $0 != "/" })
                    result = value
                } else if properties[name] == nil {
                    properties[name] = value
                }
            }
        }
    }
}

/// Whose Authentication-Results are believed.
public enum MailTrust: Sendable, Equatable {
    /// Those of the server that handed the message to us. Right where that server is our own.
    case nearestHop
    /// Those of one server, by the name that it signs its results with.
    case authority(String)
    /// Nobody's: the message came straight from the network.
    case nobody
}
