import OnRecord

extension String {
    /// At most so many bytes; what does not fit is cut off between two characters' code points.
    func cut(toBytes max: Int) -> String {
        guard utf8.count > max else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: max)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// A key that is kept whole or, when it is too long for that, known by its hash.
    var asKey: String? {
        if isEmpty { return nil }
        return utf8.count <= DoorLimit.line ? self : "sha256:" + sha256Hex(Array(utf8))
    }
}
