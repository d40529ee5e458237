import OnRecord
import Sigma

/// The fields of one signal as they are put together: what the sender named, bounded, and never in place of ours.
struct SignalFields {
    private let limit: FieldLimit
    private var values: [String: Value] = [:]
    private var room: Int

    init(_ limit: FieldLimit = .alert) { (self.limit, room) = (limit, limit.members) }

    subscript(name: String) -> Value? { values[name] }

    /// Labels, attributes and members under the sender's own names. A name that stands already keeps its value, so what
    /// counts more is added first; none can pose as what rules know about the signal itself.
    mutating func add(_ members: [String: Value]) {
        for (name, value) in members.sorted(by: { $0.key < $1.key })
        where values[name] == nil && SignalFields.isFree(name) { keep(name, value) }
    }

    /// Members of `object` that a door knows by name.
    mutating func add(_ names: [String], of object: Value?) {
        for name in names { set(name, object?[name]) }
    }

    /// A name that is the door's own: a label that is called the same gives way, even to nothing.
    mutating func set(_ name: String, _ value: Value?) {
        if values.removeValue(forKey: name) != nil { room += 1 }
        guard let value, !value.isNull, value != "" else { return }
        keep(name, value)
    }

    /// What a rule's `logsource:` is compared with is added last, so that nothing stands in its place.
    func all(product: String, service: String? = nil) -> [String: Value] {
        var all = values
        all["logsource_product"] = .string(product)
        all["logsource_service"] = service.map { .string($0.cut(toBytes: DoorLimit.line)) }
        return all
    }

    /// Where rules look for the signal and its source, a path that is written as one name included.
    private static func isFree(_ name: String) -> Bool {
        name.utf8.count <= DoorLimit.name && name != "signal" && !name.hasPrefix("signal.")
            && !name.hasPrefix("logsource_")
    }

    private mutating func keep(_ name: String, _ value: Value) {
        guard room > 0 else { return }
        room -= 1
        values[name] = value.bounded(by: limit, room: &room)
    }
}
