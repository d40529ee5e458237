/// Undoes a request's `Content-Encoding` (RFC 9110, section 8.4): gzip (RFC 1952), deflate (RFC 1950, and RFC 1951
/// without its wrapper, as some senders send it) and identity.
///
/// The limit is checked while inflating, so that a small body cannot unfold into a large one.
public enum Decompression {
    /// A body encoded more often than this is a mistake or an attack.
    public static let encodingsMax = 2

    /// - Parameters:
    ///   - encoding: the header's value: encodings in the order in which they were applied; nil and "" mean none.
    ///   - max: bytes that the body, and what lies between two encodings, may have.
    /// - Throws: `DoorRefusal.unsupportedEncoding`, `.damagedEncoding` or `.tooLarge`.
    public static func decode(_ body: [UInt8], encoding: String?, max: Int) throws(DoorRefusal) -> [UInt8] {
        guard body.count <= max else { throw .tooLarge(max: max) }
        let names = (encoding ?? "").split(separator: ",").map { $0.lowercased().filter { $0 != " " && $0 != "\t" } }
            .filter { !$0.isEmpty && $0 != "identity" }
        guard names.count <= encodingsMax else { throw .unsupportedEncoding(names.joined(separator: ", ")) }
        for name in names where !["gzip", "x-gzip", "deflate"].contains(name) { throw .unsupportedEncoding(name) }
        var decoded = body
        // A request without a body may still carry the header.
        for name in names.reversed() where !decoded.isEmpty {
            decoded = try name == "deflate" ? deflated(decoded, max: max) : inflate(decoded, as: .gzip, max: max)
        }
        return decoded
    }

    /// RFC 9110 means the wrapped form by "deflate"; bytes that cannot be that are tried as the bare one.
    private static func deflated(_ body: [UInt8], max: Int) throws(DoorRefusal) -> [UInt8] {
        do { return try inflate(body, as: .zlib, max: max) } catch .damagedEncoding {
            return try inflate(body, as: .bare, max: max)
        }
    }

    private static func inflate(
        _ body: [UInt8], as wrapping: Inflater.Wrapping, max: Int
    ) throws(DoorRefusal) -> [UInt8] {
        guard var inflater = Inflater(wrapping) else { throw .busy(retryAfter: 5) }
        switch inflater.inflate(body, max: max) {
        case .whole(let bytes): return bytes
        case .damaged: throw .damagedEncoding(wrapping == .gzip ? "gzip" : "deflate")
        case .tooLarge: throw .tooLarge(max: max)
        }
    }
}

extension DoorRefusal: Error {}
