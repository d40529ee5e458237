import CZlib

/// zlib's `inflate` with its memory owned by one value, freed with it.
struct Inflater: ~Copyable {
    enum Wrapping {
        case gzip, zlib, bare

        /// zlib tells the forms apart by the sign and size of the window's bits.
        fileprivate var windowBits: Int32 {
            switch self {
            case .gzip: MAX_WBITS + 16
            case .zlib: MAX_WBITS
            case .bare: -MAX_WBITS
            }
        }
    }

    enum Result { case whole([UInt8]), damaged, tooLarge }

    private static let pieceSize = 64 * 1024

    private let wrapping: Wrapping
    // zlib remembers where its stream lies, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil when there is no memory for it.
    init?(_ wrapping: Wrapping) {
        self.wrapping = wrapping
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, wrapping.windowBits, ZLIB_VERSION, size) == Z_OK else {
            stream.deinitialize(count: 1)
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Inflates all of `input`: one stream, or for gzip any number of members one behind the other (RFC 1952, section
    /// 2.2). Stops as soon as the output is known to exceed `max`.
    mutating func inflate(_ input: [UInt8], max: Int) -> Result {
        guard let inputSize = UInt32(exactly: input.count) else { return .tooLarge }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: Inflater.pieceSize)
        // zlib only reads from its input, though its type does not say so; both pointers live for the closures alone.
        return input.withUnsafeBufferPointer { source in
            piece.withUnsafeMutableBufferPointer { target in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.pointee.avail_in = inputSize
                defer { (stream.pointee.next_in, stream.pointee.next_out) = (nil, nil) }
                while true {
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = UInt32(target.count)
                    let code = CZlib.inflate(stream, Z_NO_FLUSH)
                    output += target.prefix(target.count - Int(stream.pointee.avail_out))
                    guard output.count <= max else { return .tooLarge }
                    if code == Z_STREAM_END {
                        if stream.pointee.avail_in == 0 { return .whole(output) }
                        guard wrapping == .gzip, inflateReset(stream) == Z_OK else { return .damaged }
                    } else if code != Z_OK {
                        // Z_BUF_ERROR too: the input ended before the stream did.
                        return .damaged
                    }
                }
            }
        }
    }
}
