import Foundation
import OnRecord

/// Where the time comes from. Production reads the machine's clock; the demo's runs ahead in leaps.
public protocol HouseClock: Sendable {
    func now() -> Timestamp
}

public struct SystemClock: HouseClock {
    public init() {}

    public func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date.now.timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
