/// Takes syslog messages out of a TCP stream (RFC 6587): octet counting (section 3.4.1) and messages that end in a line
/// feed (3.4.2), which one and the same sender may mix. Fed with chunks as they arrive; never holds more than one frame.
public struct SyslogFraming: Sendable {
    public struct Frame: Sendable, Equatable {
        public var bytes: [UInt8]
        /// Whether the message went on after these bytes.
        public var isCut: Bool
    }

    /// Bytes kept of one message; the rest of a longer one is skipped.
    public static let frameMax = 64 * 1024
    /// Digits of a count; more than these are the beginning of a line.
    private static let countDigitsMax = 7

    private enum State {
        case start
        /// In the digits that may be a count. They are kept, in case that they are the beginning of a line.
        case count(Int)
        case counted(remaining: Int)
        case line
    }

    private var state = State.start
    private var frame: [UInt8] = []
    private var isCut = false

    public init() {}

    /// The messages that end in this chunk.
    public mutating func feed(_ chunk: ArraySlice<UInt8>) -> [Frame] {
        var frames: [Frame] = []
        var rest = chunk
        while let byte = rest.first {
            switch state {
            case .start:
                switch byte {
                // Some senders count and end the line as well.
                case 0x0a, 0x0d: rest = rest.dropFirst()
                case UInt8(ascii: "1")...UInt8(ascii: "9"): state = .count(0)
                default: state = .line
                }
            case .count(let count):
                if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), frame.count < Self.countDigitsMax {
                    keep(rest.prefix(1))
                    rest = rest.dropFirst()
                    state = .count(count * 10 + Int(byte - UInt8(ascii: "0")))
                } else if byte == UInt8(ascii: " ") {
                    frame = []
                    rest = rest.dropFirst()
                    state = .counted(remaining: count)
                } else {
                    state = .line
                }
            case .counted(let remaining):
                let part = rest.prefix(remaining)
                keep(part)
                rest = rest.dropFirst(part.count)
                state = .counted(remaining: remaining - part.count)
                if part.count == remaining { frames.append(end()) }
            case .line:
                let lineEnd = rest.firstIndex(of: 0x0a)
                keep(rest[..<(lineEnd ?? rest.endIndex)])
                rest = rest[(lineEnd.map { $0 + 1 } ?? rest.endIndex)...]
                if lineEnd != nil { frames.append(endOfLine()) }
            }
        }
        return frames
    }

    /// What is left when the sender hangs up; nil if nothing is.
    public mutating func finish() -> Frame? {
        switch state {
        case .start: return nil
        case .count, .line: return endOfLine()
        case .counted:
            isCut = true
            return end()
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let room = Self.frameMax - frame.count
        isCut = isCut || bytes.count > room
        frame += bytes.prefix(room)
    }

    private mutating func endOfLine() -> Frame {
        if !isCut, frame.last == 0x0d { frame.removeLast() }
        return end()
    }

    private mutating func end() -> Frame {
        defer { (state, frame, isCut) = (.start, [], false) }
        return Frame(bytes: frame, isCut: isCut)
    }
}
