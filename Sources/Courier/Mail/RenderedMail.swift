import Crypto
import Foundation

/// A mail's bytes and what its text is known by.
public struct RenderedMail: Sendable, Equatable {
    public let data: [UInt8]
    /// SHA-256 of the body in relaxed form, Base64: DKIM's `bh=`, so that whoever has the mail can compare.
    public let bodyHash: String

    init(_ data: [UInt8], bodyHash digest: SHA256Digest) {
        self.data = data
        bodyHash = Data(digest).base64EncodedString()
    }

    init(_ data: [UInt8]) {
        let end = Self.headerEnd(data)
        var body = RelaxedForm.body(data[end...])
        while body.suffix(4) == [13, 10, 13, 10] || body == [13, 10] { body.removeLast(2) }
        self.init(data, bodyHash: SHA256.hash(data: body))
    }

    /// Behind the empty line.
    private static func headerEnd(_ data: [UInt8]) -> Int {
        var lineStart = 0
        for (position, byte) in data.enumerated() where byte == ASCII.lineFeed {
            if position - lineStart <= 1 { return position + 1 }
            lineStart = position + 1
        }
        return data.count
    }

    struct Field {
        let name: String
        /// With its folds and its final CRLF.
        let bytes: ArraySlice<UInt8>
    }

    var header: [Field] {
        var fields: [Field] = []
        var start = 0
        var position = 0
        while position < data.count {
            guard data[position] == ASCII.lineFeed else {
                position += 1
                continue
            }
            position += 1
            // A line that begins with a blank belongs to the field above it.
            if position < data.count, ASCII.isBlank(data[position]) { continue }
            let bytes = data[start..<position]
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { break }
            fields.append(Field(name: String(decoding: bytes[..<colon], as: UTF8.self).lowercased(), bytes: bytes))
            start = position
            if position < data.count, data[position] == ASCII.carriageReturn { break }
        }
        return fields
    }
}

extension MailMessage {
    public func printed() -> RenderedMail { RenderedMail(rendered()) }
}
