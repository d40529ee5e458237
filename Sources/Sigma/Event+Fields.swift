extension Event {
    /// How a field reads as text, shortened if it is long; nil if it is absent or null.
    func text(of path: FieldPath) -> String? {
        guard let value = path.value(in: self), !value.isNull else { return nil }
        return GroupKey.shortened(value.text)
    }

    /// The number in a field, also where it is written as text; nil if there is none.
    func amount(of path: FieldPath) -> Amount? {
        path.value(in: self).flatMap { Number($0) }.map { Amount($0) }
    }
}
