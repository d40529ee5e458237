import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// Answers from the snapshot before any route is looked for; what is neither page nor route gets the page that says so.
struct PublicPages: RouterMiddleware {
    let house: House

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if request.method == .get || request.method == .head, let answer = answer(request) { return answer }
        do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
            return Answer.html(PublicForms.notFound(house.policy), status: .notFound)
        }
    }

    private func answer(_ request: Request) -> Response? {
        let path = request.uri.path
        guard let page = house.site.page(path) else {
            // Each page has one address, the one with the final slash.
            guard !path.hasSuffix("/"), house.site.page(path + "/") != nil else { return nil }
            return Response(status: .movedPermanently, headers: [.location: path + "/"])
        }
        var headers = HTTPFields.secure()
        headers[.contentType] = page.contentType
        headers[.cacheControl] = "public, max-age=10"
        headers[.eTag] = page.etag
        let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { String($0).trimmed } ?? []
        if known.contains(page.etag) || known.contains("W/" + page.etag) {
            return Response(status: .notModified, headers: headers)
        }
        if request.method == .head {
            headers[.contentLength] = "\(page.bytes.count)"
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }
}
