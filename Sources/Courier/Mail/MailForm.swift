import Crypto

/// A mail that goes to many people and differs in a few words: what is the same for all is encoded and folded once.
///
/// Each word stands between soft line breaks (RFC 2045 section 6.7), so that it can be of any length.
public struct MailForm: Sendable {
    private struct Piece: Sendable {
        let bytes: [UInt8]
        /// For the hash of the body; every piece is whole lines.
        let relaxed: [UInt8]
        /// The word that follows it; nil at the end of a part.
        let word: Int?
        let isHTML: Bool
    }

    private let beforeTo, beforeID, afterID: [UInt8]
    private let pieces: [Piece]
    private let size: Int

    /// - Parameters:
    ///   - specimen: the mail with a marker in the place of each word that differs.
    ///   - markers: distinct words of ASCII letters and digits that stand nowhere else.
    /// - Returns: nil when a marker stands in the header, which is written for each recipient by hand then, or when the
    ///   mail has no HTML part.
    public init?(_ specimen: MailMessage, markers: [String]) {
        guard let html = specimen.html else { return nil }
        let head = specimen.headParts
        guard !markers.contains(where: { (head.beforeTo + head.beforeID + head.afterID).contains($0) }) else {
            return nil
        }
        let boundary = specimen.boundary
        (beforeTo, beforeID) = (Array(head.beforeTo.utf8), Array(head.beforeID.utf8))
        afterID = Array((head.afterID + MailMessage.alternatives(boundary)).utf8)
        var pieces: [Piece] = []
        for (type, content) in [("text/plain", specimen.text), ("text/html", html)] {
            let opening = Array("--\(boundary)\r\n".utf8) + MailMessage.partHead(type)
            pieces += Self.pieces(of: content, markers, opening: opening, isHTML: type == "text/html")
        }
        let closing = Array("--\(boundary)--\r\n".utf8)
        pieces.append(Piece(bytes: closing, relaxed: RelaxedForm.body(closing), word: nil, isHTML: true))
        self.pieces = pieces
        size = pieces.reduce(afterID.count + 1024) { $0 + $1.bytes.count }
    }

    private static func pieces(of text: String, _ markers: [String], opening: [UInt8], isHTML: Bool) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        var bytes = opening
        while let (range, word) = firstMarker(in: rest, markers) {
            bytes += QuotedPrintable.encodePiece(String(rest[..<range.lowerBound]))
            pieces.append(Piece(bytes: bytes, relaxed: RelaxedForm.body(bytes), word: word, isHTML: isHTML))
            bytes = []
            rest = rest[range.upperBound...]
        }
        // The empty line belongs to the boundary that follows (RFC 2046 section 5.1.1).
        bytes += QuotedPrintable.encode(String(rest)) + ASCII.crlf
        return pieces + [Piece(bytes: bytes, relaxed: RelaxedForm.body(bytes), word: nil, isHTML: isHTML)]
    }

    private static func firstMarker(
        in text: Substring, _ markers: [String]
    ) -> (range: Range<Substring.Index>, word: Int)? {
        markers.enumerated().compactMap { word, marker in text.firstRange(of: marker).map { ($0, word) } }
            .min { $0.0.lowerBound < $1.0.lowerBound }
    }

    /// The mail for one recipient.
    /// - Parameters:
    ///   - words: in the order of the markers, one line each.
    ///   - htmlWords: the same, escaped for HTML.
    public func filled(
        messageID: String, to: MailAddress, words: [String], htmlWords: [String]
    ) throws(MailProblem) -> RenderedMail {
        try MailMessage.requireMessageID(messageID)
        let plain = words.map { QuotedPrintable.encodePiece($0) }
        let html = htmlWords.map { QuotedPrintable.encodePiece($0) }
        var mail: [UInt8] = []
        mail.reserveCapacity(size + (plain + html).reduce(0) { $0 + 2 * $1.count })
        mail += beforeTo
        mail += HeaderText.structured("To", HeaderText.mailbox(to)).utf8
        mail += beforeID
        mail += "Message-ID: <".utf8
        mail += messageID.utf8
        mail += ">\r\n".utf8
        mail += afterID
        var hash = SHA256()
        for piece in pieces {
            mail += piece.bytes
            hash.update(data: piece.relaxed)
            guard let word = piece.word else { continue }
            let bytes = piece.isHTML ? html[word] : plain[word]
            mail += bytes
            hash.update(data: RelaxedForm.body(bytes))
        }
        return RenderedMail(mail, bodyHash: hash.finalize())
    }
}
