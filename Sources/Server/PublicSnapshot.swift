import Crypto
import Foundation
import Pages
import Synchronization

/// The public pages as bytes, swapped in as a whole when something changes. A crowd costs a look-up.
public final class PublicSnapshot: Sendable {
    private let pages = Mutex<[String: Served]>([:])

    public struct Served: Sendable {
        public var contentType: String
        public var bytes: [UInt8]
        /// Strong validator, quoted (RFC 9110 section 8.8.3).
        public var etag: String
    }

    init() {}

    public func page(_ path: String) -> Served? { pages.withLock { $0[path] } }

    public func replace(with files: [PublicFile]) {
        let next = Dictionary(
            files.map {
                ($0.path, Served(contentType: $0.contentType, bytes: $0.bytes, etag: PublicSnapshot.etag($0.bytes)))
            },
            uniquingKeysWith: { _, last in last })
        pages.withLock { $0 = next }
    }

    private static func etag(_ bytes: [UInt8]) -> String {
        "\"" + SHA256.hash(data: bytes).prefix(12).hex + "\""
    }
}
