/// A text and the signature lines under it (C2SP signed-note). Nothing about it is proven before `verified(by:)`.
public struct SignedNote: Sendable, Equatable, CustomStringConvertible {
    /// Far above any checkpoint, with room for post-quantum signatures.
    public static let byteCountMax = 1_000_000
    /// The specification asks for at least 16.
    public static let signatureCountMax = 100

    private static let lineEnd = UInt8(ascii: "\n")

    /// The signed text with its final line end.
    public let text: String
    public let signatures: [NoteSignature]

    public init(text: String, signatures: [NoteSignature]) throws(LogError) {
        guard text.utf8.last == Self.lineEnd else {
            throw Self.refusal("text that ends in the middle of a line", expected: "a line end (U+000A)")
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == Self.lineEnd }) else {
            throw Self.refusal("a control character", expected: "none but the line end (U+000A)")
        }
        guard (1...Self.signatureCountMax).contains(signatures.count) else {
            throw Self.refusal("\(signatures.count) signatures", expected: "1 to \(Self.signatureCountMax)")
        }
        self.text = text
        self.signatures = signatures
    }

    public init(parsing note: String) throws(LogError) {
        try self.init(parsing: Array(note.utf8))
    }

    public init(parsing bytes: [UInt8]) throws(LogError) {
        guard bytes.count <= Self.byteCountMax else {
            throw Self.refusal("\(bytes.count) bytes", expected: "at most \(Self.byteCountMax)")
        }
        // The text may hold empty lines of its own, so the last one is what parts it from the signatures.
        guard
            let blank = bytes.indices.dropFirst().last(where: {
                bytes[$0] == Self.lineEnd && bytes[$0 - 1] == Self.lineEnd
            })
        else { throw Self.refusal("no empty line", expected: "one between text and signatures") }
        guard let text = String(validating: bytes[..<blank], as: UTF8.self),
            let tail = String(validating: bytes[(blank + 1)...], as: UTF8.self)
        else { throw Self.refusal("bytes that are not UTF-8", expected: "UTF-8") }

        var lines = tail.utf8.split(separator: Self.lineEnd, omittingEmptySubsequences: false)
        guard lines.popLast()?.isEmpty == true else {
            throw Self.refusal("a last line without its end", expected: "a line end (U+000A) after every signature")
        }
        guard lines.count <= Self.signatureCountMax else {
            throw Self.refusal("\(lines.count) signatures", expected: "1 to \(Self.signatureCountMax)")
        }
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try NoteSignature(line: String(Substring(line)))) }
        try self.init(text: text, signatures: signatures)
    }

    /// The same text with more signatures under it, such as witnesses' cosignatures.
    public func adding(_ more: [NoteSignature]) throws(LogError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + more)
    }

    /// The whole note, as it is stored and served.
    public var description: String {
        text + "\n" + signatures.map { $0.line + "\n" }.joined()
    }

    static func refusal(_ found: String, expected: String) -> LogError {
        LogError(
            path: "signed note", found: found, expected: expected,
            remedy: "Fetch the note again; it was altered on the way or is none.")
    }
}
