import HTTPTypes
import Hummingbird

/// The private doors' words for what no route answers: RFC 9457 instead of an empty body.
struct PrivateProblems: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as any HTTPResponseError {
            switch error.status {
            case .notFound:
                return Answer.problem(
                    .notFound, "Not found",
                    "\(request.method.rawValue) \(request.uri.path.prefix(200)) leads nowhere here.",
                    remedy: "Begin at / for the console, or at /api/v1/incidents for the API.")
            case .contentTooLarge:
                return Answer.problem(
                    .contentTooLarge, "Body too large", "The body is larger than this door takes.",
                    remedy: "Send less at once.")
            default: throw error
            }
        }
    }
}
