import Sigma

/// The fields of one signal as they are put together: what the sender named, bounded, and never in place of ours.
struct DoorFields {
    private var values: [String: Value] = [:]
    private var room = DoorLimit.members

    /// Labels and members under the sender's own names. None of them can pose as what rules know about the signal itself.
    mutating func add(_ members: [String: Value]) {
        for name in members.keys.sorted() where DoorFields.isFree(name) { keep(name, members[name]) }
    }

    /// Members of `object` that a door knows by name.
    mutating func add(_ names: [String], of object: Value?) {
        for name in names { keep(name, object?[name]) }
    }

    /// A name that is the door's own: a label that is called the same gives way, even to nothing.
    mutating func set(_ name: String, _ value: Value?) {
        if values.removeValue(forKey: name) != nil { room += 1 }
        keep(name, value)
    }

    /// - Parameter product: the door's name, which rules find under `logsource.product`.
    func all(from product: String) -> [String: Value] {
        values.merging(["logsource_product": .string(product)]) { _, own in own }
    }

    /// Where rules look for the signal and its source, a path that is written as one name included.
    private static func isFree(_ name: String) -> Bool {
        name.utf8.count <= DoorLimit.name && name != "signal" && !name.hasPrefix("signal.")
            && !name.hasPrefix("logsource_")
    }

    private mutating func keep(_ name: String, _ value: Value?) {
        guard let value, !value.isNull, value != "", room > 0 else { return }
        room -= 1
        values[name] = value.bounded(room: &room)
    }
}
