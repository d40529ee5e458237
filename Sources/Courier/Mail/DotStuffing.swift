/// Transparency of mail data (RFC 5321 section 4.5.2).
enum DotStuffing {
    /// The data as it travels: each leading dot doubled, the final lone dot added. Every line end becomes CRLF, because
    /// a stray CR or LF lets servers disagree on where a mail ends, and what follows be taken for another mail.
    static func stuffed(_ data: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(data.count + data.count / 32 + 8)
        for line in data.splitIntoLines() {
            if line.first == ASCII.dot { stuffed.append(ASCII.dot) }
            stuffed += line
            stuffed += ASCII.crlf
        }
        return stuffed + lastLine
    }

    /// The line that ends the data; alone it ends a mail without data.
    static let lastLine: [UInt8] = [ASCII.dot] + ASCII.crlf
}
