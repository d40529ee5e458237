/// A mail as it came over the wire, with its envelope (RFC 5321 section 2.3.1).
public struct ReceivedMail: Sendable, Equatable {
    public struct Recipient: Sendable, Equatable {
        public let address: String
        /// Whose mail goes there: what the listener's owner named the address.
        public let source: String

        public init(address: String, source: String) { (self.address, self.source) = (address, source) }
    }

    /// Empty for a mail that must not bounce.
    public let sender: String
    /// One for each source: the first of its addresses that the sender named.
    public let recipients: [Recipient]
    /// The message with its dots undoubled, as it was sent otherwise: stray CR and LF included.
    public let data: [UInt8]

    public init(sender: String, recipients: [Recipient], data: [UInt8]) {
        (self.sender, self.recipients, self.data) = (sender, recipients, data)
    }
}

/// What a sender is told about a whole mail.
public enum MailAnswer: Sendable, Equatable {
    /// It is safe, and no crash can lose it any more: 250. The words follow the code.
    case stored(String)
    /// It could not be stored: 451, and the sender tries again.
    case failed
    /// There is no room for it now: 452, and the sender tries again.
    case full
    /// It will never be taken: 554, and the sender gives up.
    case refused(String)
}
