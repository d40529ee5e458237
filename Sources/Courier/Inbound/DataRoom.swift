import Synchronization

/// The bytes that all mails on their way in may take up together, so that many large mails at once cannot exhaust us.
final class DataRoom: Sendable {
    private let left: Mutex<Int>

    /// - Parameter size: bytes.
    init(size: Int) { left = Mutex(size) }

    /// What one mail takes up of the room, until it is let go.
    final class Claim {
        private let room: DataRoom
        private var size = 0
        /// Bytes by which a claim grows: a lock for each would cost more than the bytes.
        private static let step = 64 << 10

        init(_ room: DataRoom) { self.room = room }

        /// Grows to hold so many bytes; false when there is no room for them.
        func grow(toHold wanted: Int) -> Bool {
            while size < wanted {
                let isGranted = room.left.withLock { left in
                    guard left >= Self.step else { return false }
                    left -= Self.step
                    return true
                }
                guard isGranted else { return false }
                size += Self.step
            }
            return true
        }

        func release() {
            room.left.withLock { $0 += size }
            size = 0
        }

        deinit { release() }
    }
}
