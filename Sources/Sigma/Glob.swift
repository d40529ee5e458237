/// Wildcard matching over bytes. Only the last `*` is ever retried, so the work is at most
/// text length times pattern length, whoever wrote the text.
enum Glob {
    enum Token: Sendable, Hashable {
        case byte(UInt8)
        case anyRun
        case anyCharacter
        case dash
    }

    static func longestLiteral(of pattern: [Token]) -> [UInt8] {
        var longest: [UInt8] = []
        var current: [UInt8] = []
        for token in pattern {
            if case .byte(let byte) = token { current.append(byte) } else { current = [] }
            if current.count > longest.count { longest = current }
        }
        return longest
    }

    static func matches(_ pattern: [Token], _ haystack: Haystack) -> Bool {
        var token = 0
        var position = 0
        var retry: (token: Int, position: Int)?
        while true {
            if token < pattern.count {
                if case .anyRun = pattern[token] {
                    token += 1
                    if token == pattern.count { return true }
                    retry = (token, position)
                    continue
                }
                if let end = end(of: pattern[token], at: position, in: haystack) {
                    token += 1
                    position = end
                    continue
                }
            } else if position == haystack.bytes.count {
                return true
            }
            guard let last = retry, last.position < haystack.bytes.count else { return false }
            position = haystack.characterEnd(after: last.position)
            token = last.token
            retry = (token, position)
        }
    }

    /// Where the token's match that begins at `position` ends; nil if it does not match there.
    private static func end(of token: Token, at position: Int, in haystack: Haystack) -> Int? {
        let bytes = haystack.bytes
        guard position < bytes.count else { return nil }
        switch token {
        case .byte(let byte): return bytes[position] == byte ? position + 1 : nil
        case .anyCharacter: return haystack.characterEnd(after: position)
        case .dash: return dashes.first { bytes.holds($0, at: position) }.map { position + $0.count }
        case .anyRun: return nil
        }
    }

    private static let dashes = WildcardText.dashes.map { Array(String($0).utf8) }
}
