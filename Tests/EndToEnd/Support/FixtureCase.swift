import Foundation
import Intake
import OnRecord
import Sigma
import Testing

/// One request of `Tests/Fixtures/manifest.json`: as another tool sends it, and what must come of it.
struct FixtureCase: CustomTestStringConvertible, Sendable {
    var id, interface, method, path: String
    var headers: [String: String]
    var body: [UInt8]
    /// The moment at which it arrives.
    var now: Timestamp
    var expect: Value

    var testDescription: String { id }

    static let all: [FixtureCase] = {
        guard let manifest = try? value(of: "manifest.json"), let cases = manifest["cases"]?.list,
            let clock = manifest["clock"]?.string.flatMap({ Timestamp(rfc3339: $0) })
        else { return [] }
        return cases.compactMap { try? FixtureCase($0, clock) }
    }()

    /// Those that arrive by HTTP at a door for signals.
    static let requests = all.filter {
        !["POLL", "TCP"].contains($0.method) && $0.interface != "rfc8058-unsubscribe"
    }

    /// Mail programs that end a subscription by one POST.
    static let unsubscriptions = all.filter { $0.interface == "rfc8058-unsubscribe" }

    static func value(of file: String) throws -> Value { try JSONReader.read(try bytes(of: file)[...]) }

    static func bytes(of file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: Program.shipped("Tests/Fixtures/\(file)"))))
    }

    private init(_ value: Value, _ clock: Timestamp) throws {
        func text(_ key: String) -> String { value[key]?.string ?? "" }
        (id, interface, method, path) = (text("id"), text("interface"), text("method"), text("path"))
        headers = value["headers"]?.map?.compactMapValues(\.string) ?? [:]
        body = try FixtureCase.bytes(of: text("file"))
        expect = value["expect"] ?? .null
        now = headers.removeValue(forKey: "X-OnRecord-Test-Now").flatMap { Timestamp(rfc3339: $0) } ?? clock
        if path == "(in file)" { readWholeRequest() }
    }

    /// The file holds the request line and the headers, too.
    private mutating func readWholeRequest() {
        let end = body.indices.first { body[$0...].starts(with: Array("\r\n\r\n".utf8)) } ?? body.endIndex
        let head = String(decoding: body[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        body = Array(body[min(end + 4, body.endIndex)...])
        let first = head[0].split(separator: " ")
        (method, path) = (String(first[0]), String(first[1]))
        headers = [:]
        for line in head.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard halves.count == 2, !["Host", "Content-Length"].contains(halves[0]) else { continue }
            headers[halves[0]] = halves[1]
        }
    }
}
