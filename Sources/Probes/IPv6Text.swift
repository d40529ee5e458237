/// An IPv6 address as RFC 5952 writes it: lower case, no leading zeros, the longest run of zero groups as `::`.
enum IPv6Text {
    /// - Parameter bytes: 16, in network order.
    static func of(_ bytes: ArraySlice<UInt8>) -> String {
        let bytes = Array(bytes)
        let groups = stride(from: 0, to: bytes.count - 1, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        var run = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            // One group alone is not shortened (section 4.2.2), and the first of equally long runs is (4.2.3).
            if end - start > max(run.count, 1) { run = start..<end }
            start = max(end, start + 1)
        }
        func text(_ part: ArraySlice<Int>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !run.isEmpty else { return text(groups[...]) }
        return text(groups[..<run.lowerBound]) + "::" + text(groups[run.upperBound...])
    }
}
