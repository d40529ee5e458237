/// Texts from events as correlations remember them. Whoever sends events chooses them, so long ones are shortened.
enum GroupKey {
    static let bytesMax = 256
    private static let prefixMax = 192

    /// The text itself, or the beginning of a long one with a hash of the whole (FNV-1a, 64 bits). Two long texts
    /// that begin alike and were made to have one hash would count as one; nothing else goes wrong then.
    static func shortened(_ text: String) -> String {
        var text = text
        let hash: UInt64? = text.withUTF8 { utf8 in
            guard utf8.count > bytesMax else { return nil }
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return hash
        }
        guard let hash else { return text }
        let digits = String(hash, radix: 16)
        let padding = String(repeating: "0", count: 16 - digits.count)
        return String(decoding: text.utf8.prefix(prefixMax), as: UTF8.self) + "…" + padding + digits
    }
}
