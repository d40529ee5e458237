/// Transparency of mail data (RFC 5321 section 4.5.2).
enum DotStuffing {
    /// The data as it travels: each leading dot doubled, the final lone dot added. Every line end becomes CRLF, because
    /// a stray CR or LF lets servers disagree on where a mail ends, and what follows be taken for another mail.
    static func append(_ data: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + data.count + data.count / 32 + 8)
        data.withUnsafeBytes { bytes in
            var start = 0
            var position = 0
            while position < bytes.count {
                let byte = bytes[position]
                guard byte == ASCII.lineFeed || byte == ASCII.carriageReturn else {
                    position += 1
                    continue
                }
                appendLine(bytes[start..<position], to: &output)
                let isPair = byte == ASCII.carriageReturn && position + 1 < bytes.count
                position += isPair && bytes[position + 1] == ASCII.lineFeed ? 2 : 1
                start = position
            }
            if start < bytes.count { appendLine(bytes[start...], to: &output) }
        }
        output += lastLine
    }

    private static func appendLine(_ line: Slice<UnsafeRawBufferPointer>, to output: inout [UInt8]) {
        if line.first == ASCII.dot { output.append(ASCII.dot) }
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: line))
        output.append(ASCII.carriageReturn)
        output.append(ASCII.lineFeed)
    }

    /// The line that ends the data; alone it ends a mail without data.
    static let lastLine: [UInt8] = [ASCII.dot] + ASCII.crlf
}
