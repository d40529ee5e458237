/// A saved memory that cannot be read: cut short, or not written by this.
struct MemoryError: Error {}

/// Writes what a detector remembers, compactly: whole numbers in seven bits a byte (LEB128), times as the distance
/// from the one before. A hundred thousand groups have to be written often and fast.
struct MemoryWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: Int64) { write(magnitude: UInt64(bitPattern: number << 1 ^ number >> 63)) }

    mutating func write(count: Int) { write(magnitude: UInt64(count)) }

    mutating func write(optional number: Int64?) {
        bytes.append(number == nil ? 0 : 1)
        if let number { write(number) }
    }

    mutating func write(_ text: String) {
        write(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write(_ amount: Amount) {
        let bits = UInt128(bitPattern: amount.units << 1 ^ amount.units >> 127)
        write(magnitude: UInt64(truncatingIfNeeded: bits))
        write(magnitude: UInt64(truncatingIfNeeded: bits >> 64))
    }

    mutating func write(times: [Int64]) {
        write(count: times.count)
        var last: Int64 = 0
        for time in times {
            write(time - last)
            last = time
        }
    }

    private mutating func write(magnitude: UInt64) {
        var rest = magnitude
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// Reads what a `MemoryWriter` wrote, and trusts none of it.
struct MemoryReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func number() throws(MemoryError) -> Int64 {
        let bits = try magnitude()
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    mutating func number(in range: ClosedRange<Int64>) throws(MemoryError) -> Int64 {
        let bits = try magnitude()
        guard let number = Int64(exactly: bits), range.contains(number) else { throw MemoryError() }
        return number
    }

    /// Never more than could follow.
    mutating func count() throws(MemoryError) -> Int {
        Int(try number(in: 0...Int64(bytes.count)))
    }

    /// A count of what is not written out.
    mutating func tally() throws(MemoryError) -> Int {
        Int(try number(in: 0...Int64.max / 4))
    }

    mutating func time(within limit: Int64 = Detector.timeMax) throws(MemoryError) -> Int64 {
        let time = try number()
        guard (-limit...limit).contains(time) else { throw MemoryError() }
        return time
    }

    mutating func optionalTime(within limit: Int64 = Detector.timeMax) throws(MemoryError) -> Int64? {
        try number(in: 0...1) == 1 ? try time(within: limit) : nil
    }

    /// In order.
    mutating func times() throws(MemoryError) -> [Int64] {
        let count = try count()
        var times: [Int64] = []
        times.reserveCapacity(count)
        var last: Int64 = 0
        for index in 0..<count {
            let (time, isTooLarge) = last.addingReportingOverflow(try number())
            guard !isTooLarge, (-Detector.timeMax...Detector.timeMax).contains(time), index == 0 || time >= last else {
                throw MemoryError()
            }
            times.append(time)
            last = time
        }
        return times
    }

    mutating func text() throws(MemoryError) -> String {
        let count = try count()
        guard count <= bytes.count - index,
            let text = String(validating: bytes[index..<index + count], as: UTF8.self)
        else { throw MemoryError() }
        index += count
        return text
    }

    mutating func amount() throws(MemoryError) -> Amount {
        let low = UInt128(try magnitude())
        let bits = UInt128(try magnitude()) << 64 | low
        return Amount(units: Int128(bitPattern: bits >> 1) ^ -Int128(bitPattern: bits & 1))
    }

    private mutating func magnitude() throws(MemoryError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard index < bytes.count else { throw MemoryError() }
            let byte = bytes[index]
            index += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw MemoryError()
    }
}
