/// Why a message of a known source is kept as it came.
struct Unreadable: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    static func check(count: Int) throws(Unreadable) {
        guard count > DoorLimit.signals else { return }
        throw Unreadable(
            "The message holds \(count) members; at most \(DoorLimit.signals) are taken. Send them in several messages."
        )
    }
}
