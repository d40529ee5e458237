/// What we ask of a mail address at the door: enough to keep header injection and slips out, no more (RFC 5321 section 4.1.2
/// allows stranger ones; the receiving server has the last word).
enum MailAddress {
    static func isPlausible(_ text: String) -> Bool {
        guard text.utf8.count <= 254 else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, !parts[1].isEmpty else { return false }
        let forbidden: Set<Character> = ["<", ">", "(", ")", "[", "]", ",", ";", ":", "\\", "\""]
        return text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
            && !text.contains(where: { $0.isWhitespace || $0.isNewline || forbidden.contains($0) })
            && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && !parts[1].hasPrefix("-")
    }
}
