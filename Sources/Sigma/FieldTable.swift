/// Numbers of fields by their key, which may still be bytes.
public final class FieldTable: Sendable {
    /// By a part of the key's hash, with room to spare; an entry that finds its place taken goes to the next free one.
    private let slots: [Slot]
    /// A bit for each key, chosen by six others of its hash: most members of most events have none of theirs set.
    private let known: UInt64
    private let keys: [FieldKey]
    private let numbers: [String: Int]

    private struct Slot: Sendable {
        var hash: UInt32 = 0
        /// A position in `keys`; negative where the slot is free.
        var index: Int32 = -1
        var number: Int32 = -1
    }

    init(_ fields: [(key: FieldKey, number: Int)]) {
        keys = fields.map(\.key)
        numbers = Dictionary(fields.map { ($0.key.name, $0.number) }) { first, _ in first }
        var size = 8
        while size < fields.count * 4 { size *= 2 }
        var slots = Array(repeating: Slot(), count: size)
        for (index, field) in fields.enumerated() where field.key.isASCII {
            var slot = Int(field.key.hash) & (size - 1)
            while slots[slot].index >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Slot(hash: field.key.hash, index: Int32(index), number: Int32(field.number))
        }
        self.slots = slots
        known = fields.reduce(0) { $0 | Self.bit($1.key.hash) }
    }

    /// Numbered in their order; each name is one key, dots and all.
    public convenience init(_ names: [String]) { self.init(names.enumerated().map { (FieldKey($1), $0) }) }

    @inline(__always)
    private static func bit(_ hash: UInt32) -> UInt64 { 1 << UInt64(hash >> 26) }

    subscript(name: String) -> Int? { numbers[name] }

    /// The number of the field that a member of a map is named like.
    @inline(__always)
    subscript(member: JSONView) -> Int? {
        guard member.part.pointee.isKeyPlain else { return numbers[member.key] }
        let hash = member.part.pointee.keyHash
        if known & Self.bit(hash) == 0 { return nil }
        var position = Int(hash) & (slots.count - 1)
        while slots[position].index >= 0 {
            let slot = slots[position]
            if slot.hash == hash, member.isNamed(keys[Int(slot.index)]) { return Int(slot.number) }
            position = (position + 1) & (slots.count - 1)
        }
        return nil
    }
}
