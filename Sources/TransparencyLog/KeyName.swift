/// The rules for a key's name (C2SP signed-note); a log's origin is the name of its key.
enum KeyName {
    /// tlog-cosignature gives a name one length byte.
    static let byteCountMax = 255

    static func check(_ name: String) throws(LogError) {
        func refuse(_ found: String) -> LogError {
            LogError(
                path: "key name", found: found,
                expected: "1 to \(byteCountMax) bytes without spaces, control characters or “+”",
                remedy: "Use host and path, as in onrecord.example/log.")
        }
        guard !name.isEmpty else { throw refuse("nothing") }
        guard name.utf8.count <= byteCountMax else { throw refuse("\(name.utf8.count) bytes") }
        for scalar in name.unicodeScalars
        where scalar.properties.isWhitespace || scalar.value < 0x20 || scalar == "+" {
            throw refuse("the character U+\(String(scalar.value, radix: 16, uppercase: true)) in “\(name)”")
        }
    }

    /// What tlog-checkpoint asks of an origin on top, for a log's URL prefix is made from it.
    static func checkOrigin(_ origin: String) throws(LogError) {
        try check(origin)
        guard !origin.contains("://"), !origin.hasSuffix("/") else {
            throw LogError(
                path: "origin", found: "“\(origin)”", expected: "no scheme and no slash at the end",
                remedy: "Use host and path, as in onrecord.example/log.")
        }
    }
}
