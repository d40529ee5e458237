/// Cuts a stream of bytes into lines, chunk by chunk, and never holds on to more than one of them.
public struct LineSplitter: Sendable {
    public struct Line: Sendable, Equatable {
        /// Counted from 0; empty lines count too.
        public var number: Int
        /// Without its line end.
        public var bytes: ArraySlice<UInt8>
        /// Whether the line went on after these bytes.
        public var isCut: Bool
    }

    /// Bytes kept of one line; what is longer is cut.
    public static let lineMax = NDJSON.lineMax

    /// Lines that have ended so far.
    private(set) var count = 0
    /// The beginning of a line whose end is still to come.
    private var pending: [UInt8] = []
    private var isCut = false

    public init() {}

    /// The lines that end in this chunk.
    public mutating func feed(_ chunk: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = chunk
        while let end = rest.firstIndex(of: 0x0a) {
            lines.append(line(endingIn: rest[..<end]))
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return lines
    }

    /// Passes over whole lines that somebody else reads, between chunks that ended in a line end.
    mutating func skip(to count: Int) { self.count = count }

    /// The last line, if the stream did not end in a line end.
    public mutating func finish() -> Line? {
        pending.isEmpty ? nil : line(endingIn: [])
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        // One byte more, because a carriage return may follow a line of exactly that length.
        let room = Self.lineMax + 1 - pending.count
        isCut = isCut || bytes.count > room
        pending += bytes.prefix(room)
    }

    private mutating func line(endingIn end: ArraySlice<UInt8>) -> Line {
        var bytes = end
        if !pending.isEmpty {
            keep(end)
            bytes = pending[...]
        }
        if !isCut, bytes.last == 0x0d { bytes = bytes.dropLast() }
        // Some programs begin a file with a byte order mark, which belongs to no line.
        if count == 0, bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
        defer { (count, pending, isCut) = (count + 1, [], false) }
        return Line(
            number: count, bytes: bytes.prefix(Self.lineMax), isCut: isCut || bytes.count > Self.lineMax)
    }
}
