/// Turns the text of what an alert is about into a short name for it: the same for the same text, and another for any
/// other. The journal keeps these names for ever, and an address behind one must not be found by trying all there are,
/// so a server uses a keyed hash of its own. At most 64 letters and digits.
public typealias Identify = @Sendable (String) -> String

/// What an alert is about, and what names that go into the journal are made from.
enum Fingerprint {
    /// Without a key, for drills and whoever keeps no journal: 20 hexadecimal digits of SHA-256.
    static let unkeyed: Identify = { String(sha256Hex(Array($0.utf8)).prefix(20)) }

    /// One text for several lists. No two sets of lists share one, whatever stands in them: each part begins with its
    /// length in bytes, and each list ends with a mark that no length begins with.
    static func text(_ lists: [String]...) -> String {
        lists.map { list in list.map { "\($0.utf8.count):\($0)" }.joined() + ";" }.joined()
    }

    /// Names and values in an order of their own.
    static func list(_ fields: [String: String]) -> [String] {
        fields.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }
}

extension String {
    /// The longest beginning that has at most so many bytes and ends where a scalar ends.
    func prefix(bytes max: Int) -> String {
        guard utf8.count > max else { return self }
        var end = utf8.index(startIndex, offsetBy: max)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(unicodeScalars[..<end])
    }
}
