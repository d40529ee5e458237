/// What the log's code refuses, in words for the person who has to act on it.
public struct LogError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's path where there is one, otherwise the name of the thing.
    public let path: String
    public let found: String
    public let expected: String
    public let remedy: String

    public init(path: String, found: String, expected: String, remedy: String) {
        self.path = path
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    public var description: String { "\(path): found \(found), expected \(expected). \(remedy)" }
}
