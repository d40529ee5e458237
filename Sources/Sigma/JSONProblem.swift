/// Why some bytes are no JSON text.
public struct JSONProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// 0-based, from the first byte of the text.
    public var offset: Int
    public var reason: String
    public var description: String { "\(reason) at byte \(offset)" }
}
