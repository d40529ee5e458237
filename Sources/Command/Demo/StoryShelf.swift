import Foundation
import OnRecord

/// What the people of the story remember between two starts of the demo: the customers' own tokens.
struct StoryShelf: Sendable {
    let folder: String

    func token(of customer: CustomerID) throws -> String? { read("token-\(customer)") }
    func keep(_ token: String, of customer: CustomerID) throws { try write(token, "token-\(customer)") }
    func freshToken(of customer: CustomerID) throws -> String? { read("fresh-token-\(customer)") }
    func keepFresh(_ token: String, of customer: CustomerID) throws { try write(token, "fresh-token-\(customer)") }

    private func read(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    private func write(_ text: String, _ name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
}
