import Foundation

/// A message or a part of one (RFC 2045, RFC 2046): headers and a body that is still encoded.
///
/// Reads what ordinary mail programs send, and never fails: what cannot be decoded is shown as it came.
struct MIMEPart {
    let headers: MailHeaders
    private let body: ArraySlice<UInt8>

    /// Multiparts inside multiparts, and parts of one: bounds against a mail made to exhaust us.
    private static let depthMax = 8
    private static let partCountMax = 100

    init(_ bytes: ArraySlice<UInt8>) { (headers, body) = MailHeaders.split(bytes) }

    /// The first part of a media type, decoded, with LF line ends.
    func firstText(ofType wanted: String) -> String? { firstText(ofType: wanted, depth: 0) }

    private func firstText(ofType wanted: String, depth: Int) -> String? {
        let content = ContentType(headers["Content-Type"] ?? "text/plain; charset=us-ascii")
        if content.type == wanted {
            let text = Charset.decode(decodedBody, named: content.parameters["charset"] ?? "utf-8")
            return text.replacing("\r\n", with: "\n")
        }
        guard content.type.hasPrefix("multipart/"), let boundary = content.parameters["boundary"],
            depth < Self.depthMax
        else { return nil }
        return parts(boundary: boundary).lazy.compactMap { $0.firstText(ofType: wanted, depth: depth + 1) }.first
    }

    private var decodedBody: [UInt8] {
        switch headers["Content-Transfer-Encoding"]?.lowercased() {
        case "quoted-printable": QuotedPrintable.decode(body)
        case "base64": Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters).map(Array.init) ?? Array(body)
        default: Array(body)
        }
    }

    /// What stands between the delimiter lines (RFC 2046 section 5.1.1); a missing last delimiter is forgiven.
    private func parts(boundary: String) -> [MIMEPart] {
        let delimiter = Array("--\(boundary)".utf8)
        let last = delimiter + Array("--".utf8)
        var parts: [MIMEPart] = []
        var start: Int?
        for var line in body.splitIntoLines() {
            let lineStart = line.startIndex
            while let end = line.last, ASCII.isBlank(end) { line.removeLast() }
            let isLast = line.elementsEqual(last)
            guard isLast || line.elementsEqual(delimiter) else { continue }
            if let start, start <= lineStart { parts.append(MIMEPart(withoutLineEnd(body[start..<lineStart]))) }
            if isLast || parts.count == Self.partCountMax { return parts }
            start = body[line.endIndex...].firstIndex(of: ASCII.lineFeed).map { $0 + 1 }
        }
        if let start, start < body.endIndex { parts.append(MIMEPart(body[start...])) }
        return parts
    }

    /// The line break before a delimiter belongs to the delimiter.
    private func withoutLineEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        if bytes.last == ASCII.lineFeed { bytes.removeLast() }
        if bytes.last == ASCII.carriageReturn { bytes.removeLast() }
        return bytes
    }
}

/// `type/subtype; name=value; name="value"` (RFC 2045 section 5.1), type and names in lower case.
struct ContentType: Equatable {
    let type: String
    let parameters: [String: String]

    init(_ field: String) {
        var pieces: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in field {
            if isEscaped {
                pieces[pieces.count - 1].append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                pieces.append("")
            } else {
                pieces[pieces.count - 1].append(character)
            }
        }
        type = pieces[0].trimming { $0.isWhitespace }.lowercased()
        var parameters: [String: String] = [:]
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let name = piece[..<equals].trimming { $0.isWhitespace }.lowercased()
            parameters[name] = piece[equals...].dropFirst().trimming { $0.isWhitespace }
        }
        self.parameters = parameters
    }
}
