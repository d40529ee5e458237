/// A text as patterns search it: bytes of UTF-8, folded unless case counts. It lives only inside the closure that
/// gets it.
struct Haystack {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Where characters of the original text begin; nil as long as every scalar is a character.
    fileprivate var starts: [Bool]?

    /// The position after the character that begins at `index`.
    func characterEnd(after index: Int) -> Int {
        var end = index + 1
        if let starts {
            while end < bytes.count, !starts[end] { end += 1 }
        } else {
            while end < bytes.count, !CaseFolding.beginsScalar(bytes[end]) { end += 1 }
        }
        return end
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Of a text in UTF-8. Folds at most once, into stack memory as long as the text is ASCII, and hands over the
    /// result.
    func withHaystack<R>(cased: Bool, _ search: (Haystack) -> R) -> R {
        if cased { return search(Haystack(bytes: self)) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { scratch in
            var union: UInt8 = 0
            for index in indices {
                let byte = self[index]
                union |= byte
                scratch.initializeElement(at: index, to: CaseFolding.fold(byte))
            }
            if union < 0x80 { return search(Haystack(bytes: UnsafeBufferPointer(scratch))) }
            let (folded, starts) = CaseFolding.foldWithStarts(String(decoding: self, as: UTF8.self))
            return folded.withUnsafeBufferPointer { search(Haystack(bytes: $0, starts: starts)) }
        }
    }
}

extension String {
    func withHaystack<R>(cased: Bool, _ search: (Haystack) -> R) -> R {
        var text = self
        return text.withUTF8 { $0.withHaystack(cased: cased, search) }
    }
}
