/// Something that was observed, as rules see it.
public struct Event: Sendable {
    /// When it happened: UTC milliseconds since 1970. Windows are measured with it, never with a clock.
    public var at: Int64
    /// The raw line where there is one; keyword searches look into it too.
    public var text: String?
    private var content: Content

    private enum Content: Sendable {
        case fields([String: Value])
        case json(JSONText)
    }

    public init(at: Int64, fields: [String: Value], text: String? = nil) {
        (self.at, self.text, content) = (at, text, .fields(fields))
    }

    /// An event whose fields stay in the JSON map they were read from: rules compare bytes there and make no copies.
    /// What is not a map has no fields.
    public init(at: Int64, json: JSONText) {
        (self.at, text, content) = (at, nil, .json(json))
    }

    /// Named values. A nested map is reached with a dotted path (`http.response.code`); a key that is
    /// spelled exactly like the path wins over the nested one.
    public var fields: [String: Value] {
        get {
            switch content {
            case .fields(let fields): fields
            case .json(let json): json.read { $0.fields }
            }
        }
        set { content = .fields(newValue) }
    }

    /// The view is good only inside the closure.
    func read<R>(_ body: (EventView) throws -> R) rethrows -> R {
        switch content {
        case .fields(let fields): try body(EventView(fields: .value(.map(fields)), text: text))
        case .json(let json): try json.read { try body(EventView(fields: .json($0), text: text)) }
        }
    }
}

extension Event: Hashable {
    public static func == (left: Event, right: Event) -> Bool {
        left.at == right.at && left.text == right.text && left.fields == right.fields
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(at)
        hasher.combine(text)
        hasher.combine(fields)
    }
}

/// An event as tests read it. It lives only inside the closure that gets it.
struct EventView {
    /// A map.
    let fields: FieldValue
    let text: String?
}
