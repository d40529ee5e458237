/// What another server, or a reader through one, reported about a mail of ours: it came back, it is late, it was unwanted.
/// The mail was known again by a code that only this house can make.
public struct ReturnedMail: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// It will never arrive (RFC 3464, `Action: failed`).
        case bounce
        /// It has not arrived yet, and is being tried on.
        case delay
        /// Its reader called it unwanted (RFC 5965).
        case complaint
    }

    public var kind: Kind
    public var effect: EffectID
    public var key: DeliveryKey
    /// When the report came.
    public var at: Timestamp
    /// Where the report lies in the signal log: one that was read before is known again.
    public var position: Int64
    /// `5.1.1` (RFC 3463); empty when the report gave none.
    public var status: String
    /// The other server's words, one line, without addresses.
    public var detail: String

    public init(
        kind: Kind, effect: EffectID, key: DeliveryKey, at: Timestamp, position: Int64, status: String = "",
        detail: String = ""
    ) {
        (self.kind, self.effect, self.key, self.at) = (kind, effect, key, at)
        (self.position, self.status, self.detail) = (position, status, String(detail.prefix(300)))
    }
}
