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

    /// A date is looked at only where no tag was sent (RFC 9110, section 13.1.3), and has to be the one we gave: as many
    /// feed readers as send it compare it as a text.
    private func isKnown(_ page: PublicSnapshot.Served, to request: Request) -> Bool {
        guard let tags = request.headers[.ifNoneMatch] else {
            return request.headers[.ifModifiedSince] == page.modified.rfc822
        }
        let known = tags.split(separator: ",").map { String($0).trimmed }
        return known.contains(page.etag) || known.contains("W/" + page.etag)
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
        headers[.lastModified] = page.modified.rfc822
        // Programs on other people's pages read these; there is nothing in them that is not public.
        if page.isForPrograms { headers[.accessControlAllowOrigin] = "*" }
        if isKnown(page, to: request) { return Response(status: .notModified, headers: headers) }
        if request.method == .head {
            headers[.contentLength] = "\(page.bytes.count)"
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }
}

extension PublicSnapshot.Served {
    /// Feeds and JSON.
    fileprivate var isForPrograms: Bool { contentType.contains("json") || contentType.contains("+xml") }
}
