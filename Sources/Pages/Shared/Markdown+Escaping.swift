extension Markdown {
    /// Text that reads as itself wherever Markdown is read.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        var startsLine = true
        for character in text {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~": escaped.append("\\")
            case _ where startsLine && "#+-".contains(character): escaped.append("\\")
            default: break
            }
            escaped.append(character)
            startsLine = character.isNewline || (startsLine && character.isWhitespace)
        }
        return escaped
    }
}
