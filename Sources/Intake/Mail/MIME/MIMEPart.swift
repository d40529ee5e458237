/// A message or a part of one (RFC 2045, RFC 2046): headers, and a body or the parts that it holds.
///
/// Reads what ordinary mail programs send, and never fails: what cannot be decoded is shown as it came.
package struct MIMEPart: Sendable {
    package let headers: MailHeaders
    package let content: MIMEParameters
    /// Still encoded.
    let body: ArraySlice<UInt8>
    /// Empty unless this is a multipart that could be read as one.
    package let parts: [MIMEPart]

    /// Multiparts inside multiparts, and parts of a whole message: bounds against a mail made to exhaust us.
    static let depthMax = 8
    static let countMax = 100

    package init(_ message: ArraySlice<UInt8>) {
        var left = Self.countMax
        self.init(message, depth: 0, left: &left)
    }

    private init(_ bytes: ArraySlice<UInt8>, depth: Int, left: inout Int) {
        (headers, body) = MailHeaders.split(bytes)
        content = MIMEParameters(headers["content-type"] ?? "text/plain; charset=us-ascii")
        var parts: [MIMEPart] = []
        if content.value.hasPrefix("multipart/"), depth < Self.depthMax, let boundary = content["boundary"] {
            var bodies = Delimited(body, boundary: boundary)
            while left > 0, let part = bodies.next() {
                left -= 1
                parts.append(MIMEPart(part, depth: depth + 1, left: &left))
            }
        }
        self.parts = parts
    }

    /// The body without its transfer encoding.
    package var decoded: [UInt8] {
        switch headers["content-transfer-encoding"]?.lowercased() {
        case "quoted-printable": QuotedPrintable.decode(body)
        case "base64": Base64.decode(body)
        default: Array(body)
        }
    }

    /// The decoded body as text with LF line ends; it may hold anything else.
    package var text: String {
        var lines: [UInt8] = []
        for byte in decoded {
            if byte == MailByte.lineFeed, lines.last == MailByte.carriageReturn { lines.removeLast() }
            lines.append(byte)
        }
        return Charset.decode(lines, named: content["charset"] ?? "utf-8")
    }

    /// The first part of a media type in the order of the message; the message itself counts.
    package func first(ofType type: String) -> MIMEPart? {
        if content.value == type { return self }
        return parts.lazy.compactMap { $0.first(ofType: type) }.first
    }
}

/// What stands between the delimiter lines of a multipart (RFC 2046 section 5.1.1); a missing last one is forgiven.
private struct Delimited {
    private let delimiter: [UInt8]
    private let body: ArraySlice<UInt8>
    private var rest: ArraySlice<UInt8>
    private var hasEnded: Bool

    init(_ body: ArraySlice<UInt8>, boundary: String) {
        (delimiter, self.body, rest) = (Array("--\(boundary)".utf8), body, body)
        hasEnded = boundary.isEmpty
        if !hasEnded { _ = takeToDelimiter() }
    }

    mutating func next() -> ArraySlice<UInt8>? { hasEnded || rest.isEmpty ? nil : takeToDelimiter() }

    private mutating func takeToDelimiter() -> ArraySlice<UInt8> {
        let start = rest.startIndex
        while let line = rest.takeLine() {
            guard line.starts(with: delimiter) else { continue }
            let tail = line.dropFirst(delimiter.count).trimmingBlanks()
            guard tail.isEmpty || tail.elementsEqual("--".utf8) else { continue }
            hasEnded = !tail.isEmpty
            return withoutLineEnd(body[start..<line.startIndex])
        }
        hasEnded = true
        return body[start...]
    }

    /// The line break before a delimiter belongs to the delimiter.
    private func withoutLineEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        if bytes.last == MailByte.lineFeed { bytes.removeLast() }
        if bytes.last == MailByte.carriageReturn { bytes.removeLast() }
        return bytes
    }
}
