import OnRecord
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the time comes from. Production reads the machine's clock; the demo's runs ahead in leaps.
public protocol HouseClock: Sendable {
    func now() -> Timestamp
}

public struct SystemClock: HouseClock {
    public init() {}

    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
