/// Takes the lines of a mail off the wire up to the lone dot, and undoubles leading dots (RFC 5321 section 4.5.2).
///
/// Only CRLF ends a line here. A stray LF stays in the mail, so nobody can hide a second mail behind one.
struct DataReader {
    private(set) var data: [UInt8] = []
    /// Why the mail is not kept; what comes after that was found is read and dropped.
    private(set) var overflow: Overflow?
    /// What the data takes up; whoever keeps the data keeps this too.
    let claim: DataRoom.Claim

    enum Overflow { case oversize, noRoom }

    private let sizeMax: Int
    /// How far the current line matches the beginning of CRLF "." CRLF.
    private var position = Position.lineStart

    private enum Position { case lineStart, afterDot, afterDotReturn, inLine, afterReturn }

    init(sizeMax: Int, room: DataRoom) { (self.sizeMax, claim) = (sizeMax, DataRoom.Claim(room)) }

    /// Consumes what belongs to the mail. True once its end was read; the buffer then begins with the next command.
    mutating func take(from buffer: inout ArraySlice<UInt8>) -> Bool {
        // The few bytes that a line's state withholds never exceed what is claimed here.
        if overflow == nil, !claim.grow(toHold: min(data.count + buffer.count + 2, sizeMax)) { drop(.noRoom) }
        for index in buffer.indices where consume(buffer[index]) {
            buffer = buffer[(index + 1)...]
            return true
        }
        buffer = []
        return false
    }

    private mutating func consume(_ byte: UInt8) -> Bool {
        switch (position, byte) {
        case (.lineStart, ASCII.dot):
            position = .afterDot
        case (.afterDot, ASCII.carriageReturn):
            position = .afterDotReturn
        case (.afterDotReturn, ASCII.lineFeed):
            return true
        case (.afterDotReturn, _):
            keep(ASCII.carriageReturn)
            keep(byte)
            position = byte == ASCII.carriageReturn ? .afterReturn : .inLine
        case (.afterReturn, ASCII.lineFeed):
            keep(byte)
            position = .lineStart
        case (_, ASCII.carriageReturn):
            keep(byte)
            position = .afterReturn
        default:
            keep(byte)
            position = .inLine
        }
        return false
    }

    private mutating func keep(_ byte: UInt8) {
        guard overflow == nil else { return }
        guard data.count < sizeMax else { return drop(.oversize) }
        data.append(byte)
    }

    private mutating func drop(_ reason: Overflow) {
        overflow = reason
        data = []
        claim.release()
    }
}
