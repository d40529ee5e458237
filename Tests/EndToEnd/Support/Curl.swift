/// Asks with curl, which sends paths as they stand and large bodies as other senders do.
/// - Returns: the status, and the answer's body.
func curl(_ arguments: [String]) async throws -> (status: Int, answer: String) {
    let all = ["-sS", "--max-time", "30", "--path-as-is", "-w", "\n%{http_code}"] + arguments
    let outcome = try await Child.running("/usr/bin/curl", all) { try await $0.end(within: .seconds(40)) }
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    guard let status = lines.last.flatMap({ Int($0) }) else {
        throw Unexpected("curl ended with \(outcome.status): \(outcome.errors)")
    }
    return (status, lines.dropLast().joined(separator: "\n"))
}
