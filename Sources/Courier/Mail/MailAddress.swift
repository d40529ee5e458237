/// Who a mail is from or to: one address, and the name shown beside it.
public struct MailAddress: Sendable, Equatable {
    /// Shown to people; empty when there is none. Any language, at most 200 bytes of UTF-8.
    public let name: String
    /// `local-part@domain` in ASCII, at most 254 bytes (RFC 5321 section 4.5.3.1.3).
    public let address: String

    /// Refuses a name that holds a control character, and whatever is not exactly one plain address.
    public init(name: String = "", address: String) throws(MailProblem) {
        try HeaderText.requireOneLine(name, thing: "the name beside a mail address")
        guard name.utf8.count <= 200 else {
            throw MailProblem(
                thing: "the name beside a mail address", found: "\(name.utf8.count) bytes long",
                expected: "at most 200 bytes", remedy: "Shorten the name.")
        }
        try Self.requireOneAddress(address)
        self.name = name
        self.address = address
    }

    /// A dot-atom on the left and host labels on the right (RFC 5321 section 4.1.2). Quoted local parts, address
    /// literals and non-ASCII addresses are refused: no notice needs them, and each has hidden injections before.
    /// The old limit of 64 bytes for the local part is not enforced, since VERP senders pass it and servers take them.
    static func requireOneAddress(_ text: String) throws(MailProblem) {
        let halves = Array(text.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, halves.count == 2, isDotAtom(halves[0]), isHostName(halves[1]) else {
            throw MailProblem(
                thing: "the mail address", found: MailProblem.quoted(text),
                expected: "exactly one address such as ada@customer.example",
                remedy: "Give one ASCII address; write an international domain in its xn-- form.")
        }
    }

    private static func isDotAtom(_ part: ArraySlice<UInt8>) -> Bool {
        part.split(separator: ASCII.dot, omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(ASCII.isAtomText) }
    }

    private static func isHostName(_ part: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return part.split(separator: ASCII.dot, omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { ASCII.isLetterOrDigit($0) || $0 == hyphen }
        }
    }
}
