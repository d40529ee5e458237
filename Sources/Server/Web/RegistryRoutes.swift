import HTTPTypes
import Hummingbird
import OnRecord

/// The built-in token registry: services mint tokens for customers and ask whether one still lives (RFC 7662).
struct RegistryRoutes: Sendable {
    let house: House
    let access: Access

    func add(to router: Router<Context>) {
        router.post("/registry/introspect") { request, _ in
            guard self.isService(request) else { return self.refused }
            let fields = try await Fields.read(request, upTo: 16 << 10)
            let hash = TokenSecret.hash(fields.text("token") ?? "")
            guard let token = try house.store.token(withSecretHash: hash), token.isActive else {
                return Answer.json(Introspection(active: false))
            }
            return Answer.json(Introspection(active: true, sub: token.customer, token_id: token.id))
        }
        router.post("/registry/tokens") { request, _ in
            guard self.isService(request) else { return self.refused }
            let fields = try await Fields.read(request, upTo: 16 << 10)
            let customer = fields.text("customer") ?? ""
            guard try house.store.customer(customer) != nil else {
                return Answer.problem(
                    .unprocessableContent, "Unknown customer",
                    "There is no customer “\(customer.prefix(60))” in the directory.",
                    remedy: "Add the customer by POST /api/v1/customers first.")
            }
            let (id, secret) = try self.mint(for: customer)
            return Answer.json(Minted(id: id, token: secret, customer: customer), status: .created)
        }
    }

    /// A new token; its secret is shown to the caller and kept nowhere.
    func mint(for customer: CustomerID) throws -> (id: TokenID, secret: String) {
        var random = SystemRandomNumberGenerator()
        let secret = TokenSecret(with: &random)
        try house.store.insert(
            Token(id: secret.id, customer: customer, mintedAt: house.clock.now()),
            secretHash: TokenSecret.hash(secret.text))
        return (secret.id, secret.text)
    }

    private func isService(_ request: Request) -> Bool {
        guard let key = access.bearer(request) else { return false }
        return access.secrets.isRegistryKey(key) || access.secrets.isOperatorKey(key)
    }

    private var refused: Response {
        var answer = Answer.problem(
            .unauthorized, "No registry key", "The request carries no key of the token registry.",
            remedy: "Send `Authorization: Bearer …` with the registry key from `secrets.json` in the data folder.")
        answer.headers[.wwwAuthenticate] = "Bearer"
        return answer
    }

    private struct Introspection: Encodable {
        var active: Bool
        var sub: String?
        var token_id: String?
    }

    private struct Minted: Encodable {
        var id, token, customer: String
    }
}
