import Crypto
import Foundation
import OnRecord
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
        /// Since when it has these bytes.
        public var modified: Timestamp
    }

    init() {}

    public func page(_ path: String) -> Served? { pages.withLock { $0[path] } }

    public func replace(with files: [PublicFile], at now: Timestamp) {
        var next = Dictionary(
            files.map { file in
                let etag = PublicSnapshot.etag(file.bytes)
                return (file.path, Served(contentType: file.contentType, bytes: file.bytes, etag: etag, modified: now))
            },
            uniquingKeysWith: { _, last in last })
        pages.withLock { pages in
            for (path, page) in pages where next[path]?.etag == page.etag { next[path]?.modified = page.modified }
            pages = next
        }
    }

    private static func etag(_ bytes: [UInt8]) -> String {
        "\"" + SHA256.hash(data: bytes).prefix(12).hex + "\""
    }
}
