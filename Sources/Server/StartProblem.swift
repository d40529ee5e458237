/// Why the server does not start, in one sentence with its remedy, and the exit code that goes with it.
public struct StartProblem: Error, Sendable, CustomStringConvertible {
    public var description: String
    public var exitCode: Code

    /// Documented in `onrecord help` and docs/operations.md.
    public enum Code: Int32, Sendable, CaseIterable {
        case policyRefused = 1
        case promiseMissed = 2
        case usage = 64
        case dataDamaged = 65
        case cannotWrite = 73
        case addressInUse = 75
        case newerStore = 76
    }

    public init(_ description: String, exitCode: Code) {
        (self.description, self.exitCode) = (description, exitCode)
    }
}
