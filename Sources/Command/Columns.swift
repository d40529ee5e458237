/// Text for a terminal: lines of at most 100 columns, broken between words.
enum Columns {
    static let width = 100

    /// A name and what is to be said under it, which hangs below itself.
    static func field(_ name: String, _ text: String, indent: Int = 2) -> String {
        String(repeating: " ", count: indent) + padded(name, 14) + wrapped(text, indent: indent + 14)
    }

    /// Breaks between words; lines after the first are indented.
    static func wrapped(_ text: String, indent: Int = 0) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if !line.isEmpty && line.count + 1 + word.count > width - indent {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = line.isEmpty ? String(word) : "\(line) \(word)"
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
