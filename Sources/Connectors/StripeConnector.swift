import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OnRecord

/// Credits customers at Stripe. The same credit has the same `Idempotency-Key` however often it is tried, so it is given once.
public struct StripeConnector: Sendable {
    /// Follows no redirect: the key is for one host.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
    private static let timeout = TimeAmount.seconds(30)
    private static let answerMax = 64 << 10

    public struct Account: Sendable {
        /// Never logged and never in an outcome.
        public var key: String
        /// Scheme and host, without trailing slash.
        public var base: String

        public static let defaultBase = "https://api.stripe.com"

        /// Nil when the key could be read on the way: `http` is for this machine only.
        public init?(key: String, base: String = Account.defaultBase) {
            guard let url = URL(string: base), let host = url.host, url.path.isEmpty,
                url.scheme == "https" || url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(host)
            else { return nil }
            (self.key, self.base) = (key, base)
        }
    }

    public enum Answer: Sendable, Hashable {
        case done(detail: String)
        /// Worth another try.
        case again(detail: String)
        case refused(detail: String)
        /// The account did not let us in: everybody else's credit would end the same way.
        case notLetIn(detail: String)
    }

    public init() {}

    /// 409 (the same request is under way), 429 and 5xx are worth another try, as is no answer; other 4xx are final.
    public func credit(
        _ credit: Credit, incident: IncidentID, list: CreditListID, at account: Account
    ) async -> Answer {
        let transaction: StripeTransaction
        do { transaction = try StripeTransaction(credit, incident: incident, list: list) } catch {
            return .refused(detail: error.description)
        }
        var request = HTTPClientRequest(url: account.base + transaction.path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(account.key)")
        request.headers.add(name: "Idempotency-Key", value: transaction.idempotencyKey)
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "Stripe-Version", value: StripeTransaction.version)
        request.body = .bytes(ByteBuffer(string: transaction.body))
        do {
            let response = try await StripeConnector.client.execute(request, timeout: StripeConnector.timeout)
            let body = try await response.body.collect(upTo: StripeConnector.answerMax)
            let detail = StripeConnector.detail(response.status.code, Data(body.readableBytesView))
                .replacing(account.key, with: "(key)")
            return switch response.status.code {
            case 200..<300: .done(detail: detail)
            case 401, 403: .notLetIn(detail: detail)
            case 409, 429, 500...: .again(detail: detail)
            default: .refused(detail: detail)
            }
        } catch {
            return .again(detail: "no answer")
        }
    }

    /// `HTTP 200 cbtxn_1`, `HTTP 404 resource_missing: No such customer`.
    static func detail(_ status: UInt, _ body: Data) -> String {
        struct Body: Decodable {
            var id: String?
            var error: Problem?
            struct Problem: Decodable { var type, code, message: String? }
        }
        let body = try? JSONDecoder().decode(Body.self, from: body)
        let words = [
            body?.id, body?.error.map { [$0.code ?? $0.type, $0.message].compactMap(\.self).joined(separator: ": ") },
        ]
        return String((["HTTP \(status)"] + words.compactMap(\.self)).joined(separator: " ").prefix(250))
    }
}
