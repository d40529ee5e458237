import Foundation

/// What a test found in its way; the sentence is all there is to know.
struct Unexpected: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Looks again and again until something is there.
/// - Parameter hint: what to show when it never came.
@discardableResult
func eventually<T>(
    _ what: String, within limit: Duration = .seconds(30), every pause: Duration = .milliseconds(20),
    hint: () -> String = { "" }, _ look: () async throws -> T?
) async throws -> T {
    let deadline = ContinuousClock.now + limit
    while true {
        if let found = try await look() { return found }
        guard ContinuousClock.now < deadline else {
            throw Unexpected("\(what) did not come within \(limit). \(hint().suffix(4000))")
        }
        try await Task.sleep(for: pause)
    }
}

func eventually(
    _ what: String, within limit: Duration = .seconds(30), every pause: Duration = .milliseconds(20),
    hint: () -> String = { "" }, _ holds: () async throws -> Bool
) async throws {
    try await eventually(what, within: limit, every: pause, hint: hint) { () -> Void? in try await holds() ? () : nil }
}
