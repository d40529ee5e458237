/// Turns the bytes of a named charset into text; UTF-8 where the name is unknown.
enum Charset {
    static func decode(_ bytes: some Collection<UInt8>, named name: String) -> String {
        switch name.lowercased() {
        // Mail that says ISO-8859-1 is written in its superset more often than not.
        case "iso-8859-1", "latin1", "windows-1252", "cp1252":
            String(String.UnicodeScalarView(bytes.map(windows1252)))
        default: String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        (0x80...0x9F).contains(byte) ? upper[Int(byte - 0x80)] : Unicode.Scalar(byte)
    }

    /// 0x80 to 0x9F; the five bytes without a character are replaced.
    private static let upper: [Unicode.Scalar] = [
        "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž", "\u{FFFD}",
        "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{FFFD}", "ž", "Ÿ",
    ]
}
