/// Turns one value of a rule into a test, as its modifiers say.
struct ValueReader {
    let modifiers: Modifiers

    func read(_ node: Node) throws(Refusal) -> ValueTest {
        guard let scalar = node.scalar, let text = node.string else {
            throw Refusal(
                node.line, "\(node.summary) where one value is expected",
                remedy: "Write text, a number or a boolean; test null in a selection of its own")
        }
        if let part = modifiers.timePart { return try timePart(part, node, text) }
        switch modifiers.reading {
        case .text: return try textTest(node, scalar)
        case .number(let comparison): return .comparison(comparison, try number(node, text))
        case .regularExpression: return .expression(try expression(node, text))
        case .network: return .network(try network(node, text))
        case .field:
            return .field(
                FieldReference(
                    path: FieldPath(text), isCased: modifiers.isCased,
                    startsAnywhere: modifiers.startsAnywhere, endsAnywhere: modifiers.endsAnywhere))
        case .exists:
            throw Refusal(node.line, "a list under “exists”", remedy: "Write true or false")
        }
    }

    private func textTest(_ node: Node, _ scalar: Node.Scalar) throws(Refusal) -> ValueTest {
        var written = WildcardText(scalar.text)
        if !modifiers.encodings.isEmpty {
            let patterns = try encodedForms(of: written, node).map { pattern(WildcardText(literal: $0)) }
            return patterns.count == 1 ? .text(patterns[0]) : .anyText(patterns)
        }
        if modifiers.freesDashes { written.freeDashes() }
        let isPlain = !modifiers.freesDashes && !modifiers.startsAnywhere && !modifiers.endsAnywhere
        if isPlain, !scalar.value.isText, let number = Number(scalar.value) {
            return .number(number, written: pattern(written))
        }
        return .text(pattern(written))
    }

    private func pattern(_ text: WildcardText) -> TextPattern {
        var text = text
        text.anchor(start: !modifiers.startsAnywhere, end: !modifiers.endsAnywhere)
        return TextPattern(text, cased: modifiers.isCased)
    }

    private func encodedForms(of text: WildcardText, _ node: Node) throws(Refusal) -> [String] {
        guard let literal = text.literal else {
            throw Refusal(
                node.line, "\(node.summary) has wildcards, which cannot be encoded",
                remedy: "Escape them as \\* and \\?, or use contains, startswith or endswith after the encoding")
        }
        var forms = [Array(literal.utf8)]
        for encoding in modifiers.encodings {
            var encoded: [[UInt8]] = []
            for form in forms {
                guard let next = encoding.encode(form) else {
                    throw Refusal(
                        node.line, "two UTF-16 encodings of one value",
                        remedy: "Keep one of wide, utf16le, utf16be, utf16")
                }
                encoded += next
            }
            forms = encoded
        }
        let texts = forms.compactMap { String(validating: $0, as: UTF8.self) }
        guard texts.count == forms.count else {
            throw Refusal(
                node.line, "\(node.summary) encoded in UTF-16 is not text that a field could hold",
                remedy: "Add base64 or base64offset after the encoding")
        }
        guard texts.allSatisfy({ !$0.isEmpty }) else {
            throw Refusal(
                node.line, "\(node.summary) is too short to be recognised inside Base64", remedy: "Use a longer value")
        }
        return texts
    }

    private func number(_ node: Node, _ text: String) throws(Refusal) -> Number {
        guard let number = Number(text) else {
            throw Refusal(node.line, "\(node.summary) where a number is expected", remedy: "Write a decimal number")
        }
        return number
    }

    private func timePart(_ part: TimePart, _ node: Node, _ text: String) throws(Refusal) -> ValueTest {
        if case .number(let comparison) = modifiers.reading {
            return .timePart(part, comparison, try number(node, text))
        }
        return .timePart(part, .equal, try number(node, text))
    }

    private func expression(_ node: Node, _ text: String) throws(Refusal) -> RegularExpression {
        do {
            return try RegularExpression(text, flags: modifiers.flags)
        } catch {
            throw Refusal(
                node.line, "the regular expression “\(text)” has \(error.reason)", remedy: error.remedy)
        }
    }

    private func network(_ node: Node, _ text: String) throws(Refusal) -> AddressRange {
        do {
            return try AddressRange(text)
        } catch {
            switch error {
            case .notARange:
                throw Refusal(
                    node.line, "\(node.summary) where a range of addresses is expected",
                    remedy: "Write CIDR notation such as 203.0.113.0/24 or 2001:db8::/32")
            case .hostBitsSet:
                throw Refusal(
                    node.line, "\(node.summary) has bits set beyond its prefix",
                    remedy: "Write the first address of the range, or a longer prefix")
            }
        }
    }
}

extension Value {
    fileprivate var isText: Bool { string != nil }
}
