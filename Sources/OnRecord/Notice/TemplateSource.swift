/// A notice template an operator wrote: where it lies and what stands in it. `Pages` compiles it.
public struct TemplateSource: Sendable, Hashable {
    /// For messages.
    public var path: String
    public var text: String

    public init(path: String, text: String) { (self.path, self.text) = (path, text) }

    public var name: String { String(path.split(separator: "/").last ?? "") }
}
