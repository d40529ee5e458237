extension Int {
    /// A size or an index as the formats spell it: ASCII digits, no sign, no leading zero, `0` for nothing.
    init?(decimal text: String) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard text.utf8.allSatisfy(digits.contains), let value = Int(text),
            text.utf8.count == 1 || text.utf8.first != digits.lowerBound
        else { return nil }
        self = value
    }
}
