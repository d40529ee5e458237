import OnRecord

/// `multipart/form-data` (RFC 7578): how a browser sends a form with a file. Read in one pass, with bounds on everything a
/// sender chooses.
struct MultipartForm: Sendable {
    struct Part: Sendable, Equatable {
        var name: String
        /// Nil: a value and no file.
        var fileName: String?
        var bytes: [UInt8]
    }

    static let partsMax = 200
    static let headBytesMax = 4096
    static let nameBytesMax = 120

    let parts: [Part]

    /// - Throws: `Refusal`
    init(_ body: [UInt8], contentType: String) throws {
        guard let boundary = MultipartForm.boundary(in: contentType) else {
            throw Refusal.invalid(
                "The multipart form names no boundary of 1 to 70 characters (RFC 2046 section 5.1.1). Send the form with a browser, or with curl -F."
            )
        }
        // The first delimiter may stand at the very beginning; with a line break before it, all of them are alike.
        let text = Array("\r\n".utf8) + body
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var found = MultipartForm.positions(of: delimiter, in: text, limit: MultipartForm.partsMax + 2)[...]
        guard var start = found.popFirst() else { throw MultipartForm.broken("it holds no delimiter") }
        var parts: [Part] = []
        while true {
            let after = text[(start + delimiter.count)...]
            if after.starts(with: Array("--".utf8)) { break }
            guard let next = found.popFirst() else { throw MultipartForm.broken("its last part has no end") }
            guard parts.count < MultipartForm.partsMax else {
                throw MultipartForm.broken("it has more than \(MultipartForm.partsMax) parts")
            }
            parts.append(try MultipartForm.part(text[(start + delimiter.count)..<next]))
            start = next
        }
        self.parts = parts
    }

    private static func broken(_ why: String) -> Refusal {
        .invalid("The multipart form cannot be read: \(why). Send it again, complete.")
    }

    // MARK: - A part

    /// What stands between two delimiters: blanks, a line break, head, empty line, content.
    private static func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
        let padded = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard padded.starts(with: [13, 10]) else { throw broken("a delimiter is followed by other text") }
        let rest = padded.dropFirst(2)
        let end = Array("\r\n\r\n".utf8)
        guard let blank = positions(of: end, in: Array(rest.prefix(headBytesMax + end.count)), limit: 1).first else {
            throw broken("a part's head has no end within \(headBytesMax) bytes")
        }
        let head = String(decoding: rest.prefix(blank), as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        let name = "content-disposition:"
        guard let line = lines.first(where: { $0.lowercased().hasPrefix(name) }) else {
            throw broken("a part has no Content-Disposition")
        }
        let values = parameters(line.dropFirst(name.count))
        guard let field = values["name"], !field.isEmpty, field.utf8.count <= nameBytesMax else {
            throw broken("a part has no name of 1 to \(nameBytesMax) bytes")
        }
        return Part(
            name: field, fileName: values["filename"].map(plainFileName),
            bytes: Array(rest.dropFirst(blank + end.count)))
    }

    /// `form-data; name="a"; filename="b"`. Browsers write `%22` for a quote in it (WHATWG HTML, multipart/form-data
    /// encoding), others a backslash before it.
    private static func parameters(_ text: Substring) -> [String: String] {
        var values: [String: String] = [:]
        var rest = text.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(key.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.popFirst(), character != "\"" {
                    value.append(character == "\\" && rest.first == "\"" ? rest.removeFirst() : character)
                }
                rest = rest.drop { $0 != ";" }
            } else {
                value = String(rest.prefix { $0 != ";" })
                rest = rest.dropFirst(value.count)
            }
            let plain = value.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
            values[key.lowercased().filter { !$0.isWhitespace }] = plain
        }
        return values
    }

    /// Its last segment, without what would break a line or a header.
    private static func plainFileName(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let clean = last.unicodeScalars.filter { $0.properties.generalCategory != .control && $0 != "\"" }
        return String(String(String.UnicodeScalarView(clean)).prefix(nameBytesMax))
    }

    // MARK: - Delimiters

    /// RFC 2046 section 5.1.1.
    private static func boundary(in contentType: String) -> String? {
        guard let value = parameters(Substring(contentType))["boundary"], (1...70).contains(value.utf8.count),
            value.last != " "
        else { return nil }
        let others = Set("'()+_,-./:=? ".utf8)
        let isPlain = value.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || others.contains(byte)
        }
        return isPlain ? value : nil
    }

    /// Where a pattern stands, without overlaps, in time linear in the text whatever it holds (Knuth, Morris, Pratt).
    static func positions(of pattern: [UInt8], in text: [UInt8], limit: Int) -> [Int] {
        var failure = [0]
        for byte in pattern.dropFirst() {
            var length = failure[failure.count - 1]
            while length > 0, pattern[length] != byte { length = failure[length - 1] }
            failure.append(pattern[length] == byte ? length + 1 : 0)
        }
        var found: [Int] = []
        var matched = 0
        for (index, byte) in text.enumerated() {
            while matched > 0, pattern[matched] != byte { matched = failure[matched - 1] }
            if pattern[matched] == byte { matched += 1 }
            guard matched == pattern.count else { continue }
            found.append(index + 1 - matched)
            if found.count == limit { break }
            matched = 0
        }
        return found
    }
}
