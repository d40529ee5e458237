/// Up to 256 neighbouring entries in one file, each behind its length as two bytes, big-endian (C2SP tlog-tiles).
public enum EntryBundle {
    /// The longest entry that two bytes can announce.
    public static let entryByteCountMax = 65_535

    public static func encode(_ entries: some Sequence<[UInt8]>) throws(LogError) -> [UInt8] {
        var bytes: [UInt8] = []
        for (offset, entry) in entries.enumerated() {
            try check(entry, name: "entry \(offset) of a bundle")
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 0xff))
            bytes += entry
        }
        return bytes
    }

    static func check(_ entry: [UInt8], name: String) throws(LogError) {
        guard entry.count <= entryByteCountMax else {
            throw LogError(
                path: name, found: "\(entry.count) bytes", expected: "at most \(entryByteCountMax) bytes",
                remedy: "Log the text's hash instead and publish the text beside the record.")
        }
    }

    /// The entries of the bundle stored at `path`, which must be exactly as many as the path says.
    public static func decode(_ bytes: [UInt8], at path: TilePath) throws(LogError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let entry = takeEntry(from: &rest) else {
                throw damaged(path, found: "entry \(entries.count) cut off at byte \(bytes.count)")
            }
            entries.append(entry)
            guard entries.count <= path.width else {
                throw damaged(path, found: "more than \(path.width) entries")
            }
        }
        guard entries.count == path.width else { throw damaged(path, found: "\(entries.count) entries") }
        return entries
    }

    private static func takeEntry(from bytes: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard bytes.count >= 2 else { return nil }
        let length = Int(bytes.removeFirst()) << 8 | Int(bytes.removeFirst())
        guard bytes.count >= length else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return Array(bytes.prefix(length))
    }

    private static func damaged(_ path: TilePath, found: String) -> LogError {
        LogError(
            path: path.path, found: found, expected: "exactly \(path.width) whole entries",
            remedy: "Restore the file from a copy of the record.")
    }
}
