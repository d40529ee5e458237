/// Reads a correlation's condition: a field where the type needs one, and criteria that hold together.
///
/// An event is judged when it comes, on the window that ends with it. A criterion that holds for an empty window too
/// (`lt`, `lte`, `neq` of a count or a sum) would speak of events that do not come, and no event can show that;
/// it is refused unless another criterion asks for something to be there. Silence has a type of its own: `absence`.
struct CorrelationCondition {
    /// What a measure is worth where nothing was observed.
    enum Nothing {
        /// It is zero, and a condition that holds for zero is refused.
        case refused
        /// An average of nothing does not exist, so any criterion speaks of something that came.
        case impossible
    }

    let node: Node?
    /// Where the correlation begins, for what is missing.
    let line: Int
    let type: String

    func refuseKeys(_ keys: Set<String>) throws(Refusal) {
        guard let entry = node?.map?.first(where: { keys.contains($0.key) }) else { return }
        throw Refusal(entry.line, "\(type) does not look at a \(entry.key)", remedy: "Remove “\(entry.key)”")
    }

    func fields() throws(Refusal) -> [String] {
        guard let fields = node?["field"]?.strings, !fields.isEmpty, fields.count <= 16 else {
            throw Refusal(
                node?.line ?? line, "\(type) without the field whose values it looks at",
                remedy: "Add “field: name” to the condition")
        }
        return fields
    }

    func field() throws(Refusal) -> String {
        let fields = try fields()
        guard fields.count == 1 else {
            throw Refusal(node?.line ?? line, "\(type) with more than one field", remedy: "Name one field")
        }
        return fields[0]
    }

    /// In thousandths of a percent. The specification gives the type no key for it; pySigma reads `percentile`.
    func percentile() throws(Refusal) -> Int? {
        guard let node = node?["percentile"] else { return nil }
        let units = (node.string.flatMap { Number($0) }).map { Amount($0).units } ?? -1
        let step = Amount.unitsPerOne / 1_000
        guard (0...100 * Amount.unitsPerOne).contains(units), units % step == 0 else {
            throw Refusal(
                node.line, "the percentile is \(node.summary)",
                remedy: "Write a number from 0 to 100 with at most three decimal places")
        }
        return Int(units / step)
    }

    /// The smallest count that fulfils the condition.
    func threshold(limit: Int) throws(Refusal) -> Int {
        let bounds = try bounds { node throws(Refusal) in
            guard let number = node.scalar?.value.integer, (0...Int64(Int32.max)).contains(number) else {
                throw Refusal(node.line, "a count of \(node.summary)", remedy: "Write a whole number from 0 up")
            }
            return Amount(Int(number))
        }
        try refuseSilence(bounds)
        guard let threshold = bounds.smallestCount else {
            throw Refusal(
                node?.line ?? line, "no count of 1 or more fulfils the condition",
                remedy: "Ask for at least one, and check the order of the bounds")
        }
        guard threshold <= limit else {
            throw Refusal(
                node?.line ?? line,
                "the condition first holds at \(threshold), which needs more memory for each group than is allowed",
                remedy: "Ask for at most \(limit)")
        }
        return threshold
    }

    func measure(holdsForNothing nothing: Nothing) throws(Refusal) -> [Bound] {
        let bounds = try bounds { node throws(Refusal) in
            guard let number = node.string.flatMap({ Number($0) }) else {
                throw Refusal(node.line, "a bound of \(node.summary)", remedy: "Write a decimal number")
            }
            return Amount(number)
        }
        if nothing == .refused { try refuseSilence(bounds) }
        return bounds
    }

    /// More than some percent.
    func share() throws(Refusal) -> Bound {
        let bounds = try bounds { node throws(Refusal) in
            guard let text = node.string, text.hasSuffix("%"), let number = Number(String(text.dropLast())),
                Amount(number).units >= 0, Amount(number) <= Amount(100)
            else {
                throw Refusal(node.line, "a share of \(node.summary)", remedy: "Write percent, such as “1%” or “0.5%”")
            }
            return Amount(number)
        }
        guard bounds.count == 1, [.gt, .gte].contains(bounds[0].criterion), !bounds.hold(0) else {
            throw Refusal(
                node?.line ?? line, "customers_share fires when the share is above a bound, and ends when it is not",
                remedy: "Write one of gt and gte, such as “condition: {gt: 1%}”")
        }
        return bounds[0]
    }

    private func refuseSilence(_ bounds: [Bound]) throws(Refusal) {
        guard bounds.hold(0) else { return }
        throw Refusal(
            node?.line ?? line, "the condition holds where nothing happened too, and no event can show that",
            remedy: "Add gt or gte to it, or use type absence for what did not come")
    }

    private func bounds(_ amount: (Node) throws(Refusal) -> Amount) throws(Refusal) -> [Bound] {
        if let text = node?.string {
            throw Refusal(
                node?.line ?? line, "the condition is “\(text)”; expressions are not part of Sigma 2.1",
                remedy: "Chain correlations, or ask for a number of rules such as “condition: {gte: 2}”")
        }
        guard let node, let entries = node.map?.filter({ $0.key != "field" && $0.key != "percentile" }),
            !entries.isEmpty
        else {
            throw Refusal(
                node?.line ?? line, "the correlation has no condition on its \(type)",
                remedy: "Add “condition: {gte: 10}” or the like")
        }
        var bounds: [Bound] = []
        for entry in entries {
            guard let criterion = Bound.Criterion(rawValue: entry.key) else {
                throw Refusal(
                    entry.line, "“\(entry.key)” is not a criterion of \(type)",
                    remedy: "Use one or more of gt, gte, lt, lte, eq, neq")
            }
            do throws(Refusal) {
                bounds.append(Bound(criterion: criterion, amount: try amount(entry.value)))
            } catch {
                throw Refusal(error.line, "“\(entry.key)” has \(error.reason)", remedy: error.remedy)
            }
        }
        return bounds
    }
}
