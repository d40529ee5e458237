import OnRecord

/// What a notice is known by when other servers speak of it: the delivery's key with a code that only this installation
/// can make. It is the left half of the Message-ID, and stands behind the plus of the address that bounces come back to.
struct MailTokens: Sendable {
    let secrets: Secrets

    /// 32 digits, a dot and 16 more: with `bounces+` before it, it fits the 64 bytes of a local part (RFC 5321 section
    /// 4.5.3.1.1).
    func token(of key: DeliveryKey) -> String { "\(key).\(code(key))" }

    /// Nil for what was not made here: nobody can bounce a mail that went to somebody else.
    func key(in token: String) -> DeliveryKey? {
        let halves = token.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let key = String(halves[0])
        return Secrets.equal(String(halves[1]), code(key)) ? key : nil
    }

    private func code(_ key: DeliveryKey) -> String { String(secrets.code("mail", key).prefix(16)) }
}
