import Foundation

/// A report handed to an authority or whoever else a duty names. That it was sent is a person's statement; the receipt
/// is its proof. The text filed, the authority's reference and the receipt stand in a document.
public struct Filing: Sendable, Hashable, Codable {
    /// The filing's id in the catalogue: a row's own, or that of the group whose rows describe one submission.
    public var filing: String
    /// When it was sent.
    public var at: Timestamp
    /// 1 for the first, then its supplements.
    public var phase: Int
    public var document: DocumentID
    /// Contents the duty asks for that were not yet known: what a supplement owes.
    public var missing: [String]
    public var hasReceipt: Bool
}

/// A filing as the operator states it.
public struct FilingStatement: Sendable, Hashable {
    /// The duty that is fulfilled by it.
    public var duty: String
    /// When it was sent; nil: now. An earlier moment needs the receipt that proves it.
    public var at: Timestamp?
    /// The text that was filed.
    public var text: String
    /// The authority's own number.
    public var reference: String
    /// Why it is late or incomplete (GDPR Art. 33(1), second sentence).
    public var reasonsForDelay: String
    /// Contents not yet known.
    public var missing: [String]
    /// What the sheet held when it was sent, by content key: the next filing is compared to it.
    public var contents: [String: String] = [:]
    /// BCP 47, of these contents.
    public var language = ""
    public var receipt: Receipt?

    /// The authority's confirmation: a file as it was received.
    public struct Receipt: Sendable, Hashable {
        public var name: String
        public var bytes: [UInt8]

        public static let bytesMax = 4 << 20

        public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    }

    public init(
        duty: String, at: Timestamp? = nil, text: String = "", reference: String = "", reasonsForDelay: String = "",
        missing: [String] = [], receipt: Receipt? = nil
    ) {
        (self.duty, self.at, self.text, self.reference) = (duty, at, text, reference)
        (self.reasonsForDelay, self.missing, self.receipt) = (reasonsForDelay, missing, receipt)
    }
}

extension FilingStatement.Receipt {
    /// As the document beside the journal keeps it.
    var base64: String { Data(bytes).base64EncodedString() }

    /// The receipt that a document holds; nil when it holds none.
    public init?(of document: Document) {
        guard let base64 = document.parts["receipt"] else { return nil }
        self.init(name: document.parts["receipt_name"], base64: base64)
    }

    init?(name: String?, base64: String) {
        guard let data = Data(base64Encoded: base64) else { return nil }
        self.init(name: name ?? "receipt", bytes: Array(data))
    }

    /// Over the file's bytes, hex.
    public var sha256: String { sha256Hex(bytes) }
}
