import Foundation
import Intake
import OnRecord
import Sigma

/// The fixtures' night: when their requests arrive.
let fixtureNight = moment("2026-11-21T02:20:00Z")

enum LogDoorFixture {
    /// A body under a content type.
    static func request(_ name: String, type: String) throws -> DoorRequest {
        DoorRequest(
            headers: ["content-type": type], body: try Checkout.fixture(name), source: "fixture",
            receivedAt: fixtureNight)
    }

    /// A whole request as it is on the wire; `address` is what the server takes off the path before the door sees it.
    static func http(_ name: String, below address: String) throws -> DoorRequest {
        let bytes = try Checkout.fixture(name)
        let end = bytes.indices.first { bytes[$0...].starts(with: [13, 10, 13, 10]) } ?? bytes.count
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].components(separatedBy: " ")
        let target = start[1].dropFirst(address.count).split(separator: "?", maxSplits: 1)
        let query = (target.count > 1 ? target[1] : "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
            return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
        }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
        }
        return DoorRequest(
            method: start[0], path: (target.first ?? "").split(separator: "/").map(decoded), query: query,
            headers: Dictionary(headers) { "\($0), \($1)" }, body: Array(bytes.dropFirst(end + 4)), source: "fixture",
            receivedAt: fixtureNight)
    }

    private static func decoded(_ text: Substring) -> String { text.removingPercentEncoding ?? String(text) }
}
