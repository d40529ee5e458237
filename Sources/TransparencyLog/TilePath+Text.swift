extension TilePath {
    /// For example `tile/0/x001/067.p/8` or `tile/entries/000`.
    public var path: String {
        let folder =
            switch kind {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        let partial = isPartial ? ".p/\(width)" : ""
        return "tile/\(folder)/\(Self.groups(of: index))\(partial)"
    }

    public var description: String { path }

    /// Nil unless `text` is exactly how `path` spells some tile.
    public init?(path text: String) {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts.removeFirst() == "tile" else { return nil }

        let folder = parts.removeFirst()
        if folder == "entries" {
            kind = .entries
        } else if let level = Int(decimal: folder), Self.levels.contains(level) {
            kind = .hashes(level: level)
        } else {
            return nil
        }

        if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let width = Int(decimal: parts.removeLast()), (1..<Self.fullWidth).contains(width) else { return nil }
            self.width = width
            parts[parts.count - 1].removeLast(2)
        } else {
            width = Self.fullWidth
        }

        guard let index = Self.index(ofGroups: parts) else { return nil }
        self.index = index
        guard path.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// Three digits a group, all but the last with an `x`, so that no folder gets more than a thousand neighbours.
    private static func groups(of index: Int) -> String {
        var rest = index
        var text = ""
        repeat {
            let digits = String(rest % 1000)
            let group = String(repeating: "0", count: 3 - digits.count) + digits
            text = text.isEmpty ? group : "x\(group)/\(text)"
            rest /= 1000
        } while rest > 0
        return text
    }

    /// Reads loosely; the caller compares the spelling.
    private static func index(ofGroups groups: [String]) -> Int? {
        var index = 0
        for group in groups {
            guard let digits = Int(group.hasPrefix("x") ? String(group.dropFirst()) : group), digits >= 0 else {
                return nil
            }
            let (shifted, overflow) = index.multipliedReportingOverflow(by: 1000)
            let (sum, carry) = shifted.addingReportingOverflow(digits)
            guard !overflow, !carry else { return nil }
            index = sum
        }
        return index
    }
}
