import Crypto

/// A SHA-256 hash in the log's Merkle tree: 32 bytes.
public struct TreeHash: Sendable, Hashable, CustomStringConvertible {
    public static let byteCount = 32

    /// The root of the empty tree: SHA-256 of nothing (RFC 6962 section 2.1).
    public static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

    public let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == Self.byteCount else { return nil }
    }

    /// Nil unless `base64` is the standard, padded encoding of 32 bytes.
    public init?(base64: String) {
        guard let bytes = Base64.decode(base64) else { return nil }
        self.init(bytes: bytes)
    }

    init(_ digest: SHA256.Digest) {
        bytes = Array(digest)
    }

    public var base64: String { Base64.encode(bytes) }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    public var description: String { hex }
}

extension TreeHash: Codable {
    /// One base64 string, as in a checkpoint.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(base64)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let hash = TreeHash(base64: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "A tree hash is “\(text)”; expected the padded base64 of 32 bytes.")
        }
        self = hash
    }
}
