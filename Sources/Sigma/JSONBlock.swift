/// Bytes that hold JSON texts and what was found in them, shared by all events that are made of it.
public final class JSONBlock: Sendable {
    fileprivate let memory: JSONMemory

    fileprivate init(_ memory: JSONMemory) { self.memory = memory }

    /// Bytes of memory that it takes.
    public var size: Int { memory.count + memory.capacity * MemoryLayout<JSONPart>.stride }

    /// Where a text stands in its block.
    public struct Place: Sendable {
        fileprivate let start: Int
        fileprivate let root: Int
    }
}

/// One JSON text of a block.
public struct JSONText: Sendable {
    private let block: JSONBlock
    private let place: JSONBlock.Place

    public init(_ block: JSONBlock, _ place: JSONBlock.Place) { (self.block, self.place) = (block, place) }

    public var value: Value { read { $0.value } }

    /// The member of a map; nil for every other kind of value.
    public subscript(key: FieldKey) -> Value? { read { $0.member(key)?.value } }

    /// Hands over those members of a map that a table knows, by their number there: as bytes if they are texts that
    /// stand there as they read, else nil. Where a key stands twice, the last one counts.
    public func forEachMember(in table: FieldTable, _ body: (Int, UnsafeBufferPointer<UInt8>?) -> Void) {
        read { map in
            guard map.kind == .map else { return }
            for member in map.members {
                if let number = table[member] { body(number, member.kind == .text ? member.bytes : nil) }
            }
        }
    }

    /// Whether a member of a map is called so, or so and a dot with more behind it.
    public func hasMember(under name: FieldKey) -> Bool {
        guard block.memory.beginnings & name.beginningBit != 0 else { return false }
        return read { map in map.kind == .map && map.members.contains { $0.isUnder(name) } }
    }

    /// The view is good only inside the closure.
    @inline(__always)
    func read<R>(_ body: (JSONView) throws -> R) rethrows -> R {
        try withExtendedLifetime(block) {
            try body(JSONView(base: block.memory.bytes + place.start, part: block.memory.parts + place.root))
        }
    }
}

extension JSONBlock {
    /// Scans texts one after the other, then hands over the block.
    public struct Builder: ~Copyable {
        private let memory: JSONMemory

        public init(copying bytes: some Collection<UInt8>) { memory = JSONMemory(copying: bytes) }

        public var count: Int { memory.count }

        public subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: memory.bytes, count: count)[range])
        }

        /// Where the line that begins at a position ends: at a line feed, or where the bytes do.
        public func lineEnd(from position: Int) -> Int {
            var position = position
            // Four words at a time, then the one that it is.
            while position + 32 <= count, !holdsLineFeed(position) { position += 32 }
            while position < count {
                let found = ByteSearch.matches(ByteSearch.word(at: memory.bytes + position), UInt8(ascii: "\n"))
                if found != 0 { return min(position + ByteSearch.first(found), count) }
                position += 8
            }
            return count
        }

        @inline(__always)
        private func holdsLineFeed(_ position: Int) -> Bool {
            var found: UInt64 = 0
            for offset in 0..<4 {
                found |= ByteSearch.matches(
                    ByteSearch.word(at: memory.bytes + (position + offset * 8)), UInt8(ascii: "\n"))
            }
            return found != 0
        }

        /// - Parameter range: counted from the first of the copied bytes.
        public mutating func scan(_ range: Range<Int>) throws(JSONProblem) -> Place {
            precondition(range.upperBound <= count, "the text lies outside the block")
            let place = Place(start: range.lowerBound, root: memory.partCount)
            // The scanner needs no other sign of the end than a byte that no text holds.
            let behind = memory.bytes[range.upperBound]
            memory.bytes[range.upperBound] = 0
            defer { memory.bytes[range.upperBound] = behind }
            var scanner = JSONScanner(memory.bytes + range.lowerBound, count: range.count, memory: memory)
            try scanner.scan()
            memory.partCount = scanner.partCount
            memory.beginnings |= scanner.beginnings
            return place
        }

        public consuming func finish() -> JSONBlock { JSONBlock(memory) }
    }
}

/// A copy of some bytes, with room to read whole words beyond its end, and the parts found in it. Only a builder and
/// its scanner write to it, and they are gone when it is shared.
final class JSONMemory: @unchecked Sendable {
    let bytes: UnsafeMutablePointer<UInt8>
    let count: Int
    fileprivate(set) var parts: UnsafeMutablePointer<JSONPart>
    private(set) var capacity: Int
    fileprivate(set) var partCount = 0
    /// How the keys begin that are there, at any depth: `FieldKey.beginningBit` of each.
    fileprivate(set) var beginnings: UInt64 = 0
    /// Parts that there is room for at first, at most: some long texts have few, and all have to be paid for.
    private static let partsReserved = 1 << 16

    fileprivate init(copying source: some Collection<UInt8>) {
        count = source.count
        let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count + 8)
        let end = room.initialize(fromContentsOf: source)
        room[end...].initialize(repeating: 0)
        bytes = room.baseAddress ?? .allocate(capacity: 8)
        capacity = min(count / 16, JSONMemory.partsReserved) + 8
        parts = .allocate(capacity: capacity)
    }

    /// - Parameters:
    ///   - used: how many parts are worth keeping.
    ///   - max: how many there may be; more than there is room for.
    func grow(used: Int, max: Int) {
        let doubled = min(capacity * 2, max)
        let room = UnsafeMutablePointer<JSONPart>.allocate(capacity: doubled)
        room.initialize(from: parts, count: used)
        parts.deallocate()
        parts = room
        capacity = doubled
    }

    deinit {
        bytes.deallocate()
        parts.deallocate()
    }
}
