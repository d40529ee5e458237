/// Unicode default caseless matching, in full (The Unicode Standard, section 3.13, definition D144): `STRASSE` folds
/// like `straße`. Nothing is normalised: composed and decomposed letters stay different texts.
enum CaseFolding {
    static func fold(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    static func fold(_ text: String) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        var known = Known()
        for scalar in text.unicodeScalars { append(scalar, to: &folded, &known) }
        return folded
    }

    /// The folded text, and where its characters begin as long as that is not plain from the bytes:
    /// one character may fold into several.
    static func foldWithStarts(_ text: String) -> (bytes: [UInt8], starts: [Bool]?) {
        var folded: [UInt8] = []
        var starts: [Bool] = []
        var hasExpanded = false
        var known = Known()
        for scalar in text.unicodeScalars {
            let start = folded.count
            append(scalar, to: &folded, &known)
            starts.append(true)
            starts.append(contentsOf: repeatElement(false, count: folded.count - start - 1))
            hasExpanded = hasExpanded || folded[start...].count(where: Self.beginsScalar) > 1
        }
        return (folded, hasExpanded ? starts : nil)
    }

    /// One scalar for one: what expressions compare with, where a character has to stay a character.
    static func simple(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(fold(UInt8(scalar.value))) }
        guard changes(scalar) else { return scalar }
        let folded = full(scalar).unicodeScalars
        if folded.count == 1 { return folded[folded.startIndex] }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower[lower.startIndex] : scalar
    }

    static func beginsScalar(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

    /// What one text's characters fold to: a text has few different ones, and each is long to work out.
    private typealias Known = [Unicode.Scalar: [UInt8]]

    private static func append(_ scalar: Unicode.Scalar, to folded: inout [UInt8], _ known: inout Known) {
        if scalar.isASCII {
            folded.append(fold(UInt8(scalar.value)))
        } else if let found = known[scalar] {
            folded.append(contentsOf: found)
        } else if changes(scalar) {
            let found = Array(full(scalar).utf8)
            known[scalar] = found
            folded.append(contentsOf: found)
        } else {
            folded.append(contentsOf: UTF8.encode(scalar)!)
        }
    }

    /// The dotless i has an upper case and yet folds to itself. `changesWhenCaseFolded` would be the wrong question:
    /// it is about decomposed text.
    private static func changes(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.changesWhenCaseMapped && scalar != "ı"
    }

    /// The standard library maps to upper and lower case but does not fold. Down, up and down again ends where
    /// folding does: up expands ligatures and merges variants such as the two sigmas, down undoes the case.
    private static func full(_ scalar: Unicode.Scalar) -> String {
        let upper = scalar.properties.lowercaseMapping.unicodeScalars.map(\.properties.uppercaseMapping).joined()
        return upper.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    }
}
