/// The shape of a language tag (RFC 5646 section 2.1), as far as a directory needs it: a language of two or three letters,
/// then subtags of at most eight letters and digits.
enum LanguageTag {
    static func isWellFormed(_ tag: String) -> Bool {
        let parts = Array(tag.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard tag.utf8.count <= 35, let language = parts.first, (2...3).contains(language.count),
            language.allSatisfy({ $0.isIdentifierByte && ($0 | 32) >= UInt8(ascii: "a") && $0 != UInt8(ascii: "_") })
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { $0.isIdentifierByte && $0 != UInt8(ascii: "_") }
        }
    }
}
