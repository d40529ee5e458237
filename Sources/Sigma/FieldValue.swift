/// A field's value as tests see it: made already, or where it stands in a JSON text.
enum FieldValue {
    case value(Value)
    case json(JSONView)
}

extension FieldValue {
    var value: Value {
        switch self {
        case .value(let value): value
        case .json(let view): view.value
        }
    }

    var isNull: Bool {
        switch self {
        case .value(let value): value.isNull
        case .json(let view): view.kind == .null
        }
    }

    var isString: Bool {
        switch self {
        case .value(let value): value.string != nil
        case .json(let view): view.kind == .text || view.kind == .escapedText
        }
    }

    /// The member of a map; nil for every other kind of value.
    subscript(key: FieldKey) -> FieldValue? {
        switch self {
        case .value(let value): value[key.name].map(FieldValue.value)
        case .json(let view): view.member(key).map(FieldValue.json)
        }
    }

    /// Whether it fulfils a test; of a list, whether one of its members does.
    func hasMember(_ test: (FieldValue) -> Bool) -> Bool {
        switch self {
        case .value(.list(let members)): members.contains { test(.value($0)) }
        case .json(let view) where view.kind == .list: view.members.contains { test(.json($0)) }
        default: test(self)
        }
    }

    /// `Value.text` in UTF-8, where it stands if possible.
    @inline(__always)
    func withText<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        if case .json(let view) = self {
            switch view.kind {
            case .text, .integer, .true, .false: return body(view.bytes)
            case .null, .number, .escapedText, .list, .map: break
            }
        }
        var text = value.text
        return text.withUTF8(body)
    }
}
