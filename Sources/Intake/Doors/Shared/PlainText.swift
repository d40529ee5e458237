extension String {
    /// One line of plain text for people, of at most `max` characters: white space and control characters become single
    /// blanks between words. Marks that turn the direction of what follows fall away (Unicode Standard Annex 9,
    /// section 2): they could make a title read as something else on a page or in a terminal.
    func oneLine(max: Int) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var gap = false
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                gap = count > 0
            } else if !scalar.properties.isBidiControl {
                guard count + (gap ? 1 : 0) < max else { break }
                if gap { line.append(" ") }
                line.append(scalar)
                count += gap ? 2 : 1
                gap = false
            }
        }
        return String(line)
    }

    /// A signal's title; nil when nothing of it can be seen.
    var asTitle: String? {
        let line = oneLine(max: DoorLimit.line)
        return line.isEmpty ? nil : line.cut(toBytes: DoorLimit.line)
    }

    /// A text of many lines: LF line ends, no other control characters but tabs.
    var plainLines: String {
        var lines = String.UnicodeScalarView()
        var hasReturned = false
        for scalar in unicodeScalars {
            switch scalar {
            case "\r": lines.append("\n")
            case "\n": if !hasReturned { lines.append("\n") }
            case "\t": lines.append(scalar)
            default: if scalar.properties.generalCategory != .control { lines.append(scalar) }
            }
            hasReturned = scalar == "\r"
        }
        return String(lines)
    }
}
