extension Node.Scalar {
    /// Reads an unquoted scalar by the core schema of YAML 1.2.2 (section 10.3.2), where `yes` and `no` are text.
    init(plain text: String) {
        self.text = text
        switch text {
        case "", "~", "null", "Null", "NULL": value = .null
        case "true", "True", "TRUE": value = .bool(true)
        case "false", "False", "FALSE": value = .bool(false)
        default: value = Self.number(text) ?? .string(text)
        }
    }

    init(quoted text: String) {
        self.text = text
        value = .string(text)
    }

    private static func number(_ text: String) -> Value? {
        if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16).map(Value.integer) }
        if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8).map(Value.integer) }
        switch Number(text) {
        case .integer(let value)?: return .integer(value)
        case .double(let value)?: return .double(value)
        case nil: return nil
        }
    }
}
