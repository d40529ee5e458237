import Crypto
import Foundation

/// One leaf of the public record before it is sealed: what happened in public, with the texts it commits to.
public struct Entry: Sendable, Hashable {
    public var kind: Kind
    public var at: Timestamp
    /// Path of the page it stands on.
    public var page: String
    /// Short machine-readable facts. Never personal: a leaf cannot be taken out.
    public var values: [String: String]
    /// Texts committed to by salted hash and served beside the record.
    public var texts: [String: String]

    public enum Kind: String, Sendable, Codable {
        case policy
        case pageReserved = "page_reserved"
        case update
        case impact
        case postMortem = "post_mortem"
        case correction
        case changelog
        case followUpDone = "follow_up_done"
        case promiseResult = "promise_result"
    }

    public init(kind: Kind, at: Timestamp, page: String, values: [String: String] = [:], texts: [String: String] = [:])
    {
        (self.kind, self.at, self.page, self.values, self.texts) = (kind, at, page, values, texts)
    }
}

/// An entry's leaf bytes and the texts behind its commitments.
public struct SealedEntry: Sendable, Hashable {
    /// Bytes of the largest leaf (C2SP tlog-tiles, entry bundles).
    public static let leafMax = 65_535

    /// Canonical JSON, at most `leafMax` bytes.
    public var leaf: [UInt8]
    public var texts: [CommittedText]

    public init(leaf: [UInt8], texts: [CommittedText]) {
        (self.leaf, self.texts) = (leaf, texts)
    }
}

/// A text and the salt that hides it in its commitment until it is served.
public struct CommittedText: Sendable, Hashable {
    public var salt: [UInt8]
    public var text: String

    public init(salt: [UInt8], text: String) {
        (self.salt, self.text) = (salt, text)
    }

    /// SHA-256 over the 16 salt bytes and the text's UTF-8, hex.
    public var commitment: String { sha256Hex(salt + Array(text.utf8)) }

    /// Path below the record's prefix.
    public var path: String { "text/\(commitment)" }

    /// As served: the salt in hex on a line of its own, then the text.
    public var file: [UInt8] { Array((CommittedText.hex(salt) + "\n" + text).utf8) }

    /// Reads a served file. Nil when its shape is wrong.
    public init?(file: [UInt8]) {
        guard let end = file.firstIndex(of: 10), end == 32, let salt = CommittedText.bytes(file[..<end]),
            let text = String(validating: file[(end + 1)...], as: UTF8.self)
        else { return nil }
        self.init(salt: salt, text: text)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ hex: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = hex.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == hex.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// A leaf's JSON.
public struct Leaf: Sendable, Codable, Equatable {
    public var v: Int
    public var kind: Entry.Kind
    /// RFC 3339.
    public var at: String
    public var page: String
    public var values: [String: String]
    /// Name of each text and its commitment.
    public var texts: [String: String]
}

extension Entry {
    public func sealed(with random: inout some RandomNumberGenerator) -> SealedEntry {
        var commitments: [String: String] = [:]
        var committed: [CommittedText] = []
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let one = CommittedText(salt: salt, text: text)
            commitments[name] = one.commitment
            committed.append(one)
        }
        let leaf = Leaf(v: 1, kind: kind, at: at.rfc3339, page: page, values: values, texts: commitments)
        return SealedEntry(leaf: CanonicalJSON.encode(leaf), texts: committed)
    }
}
