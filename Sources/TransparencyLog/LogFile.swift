/// A file of the record, by its path under the log's prefix.
public struct LogFile: Sendable, Hashable {
    /// Where the signed checkpoint stands.
    public static let checkpointPath = "checkpoint"

    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
