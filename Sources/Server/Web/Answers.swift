import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

typealias Context = BasicRequestContext

/// The shapes our answers take.
enum Answer {
    /// - Parameter policy: the page's Content-Security-Policy.
    static func html(
        _ page: HTML, status: HTTPResponse.Status = .ok, policy: String = HTTPFields.publicPolicy
    ) -> Response {
        html(Array(page.text.utf8), status: status, policy: policy)
    }

    static func html(
        _ page: [UInt8], status: HTTPResponse.Status = .ok, policy: String = HTTPFields.publicPolicy
    ) -> Response {
        var headers = HTTPFields.secure(policy)
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page)))
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json")
        -> Response
    {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: CanonicalJSON.encode(value))))
    }

    /// RFC 9457, with a remedy.
    static func problem(_ status: HTTPResponse.Status, _ title: String, _ detail: String, remedy: String? = nil)
        -> Response
    {
        json(
            Problem(title: title, status: status.code, detail: detail, remedy: remedy), status: status,
            type: "application/problem+json")
    }

    static func problem(_ refusal: Refusal) -> Response {
        let (status, title): (HTTPResponse.Status, String) =
            switch refusal.kind {
            case .notFound: (.notFound, "Not found")
            case .conflict: (.conflict, "Not possible now")
            case .invalid: (.unprocessableContent, "Not acceptable")
            }
        return problem(status, title, refusal.description)
    }

    static var foreign: Response {
        problem(
            .forbidden, "Sent from another site", "The form did not come from this console.",
            remedy: "Open the console and send it there.")
    }

    static var noOperator: Response {
        var answer = problem(
            .unauthorized, "No operator key", "The request carries no operator key.",
            remedy: "Send `Authorization: Bearer …` with the operator key from `secrets.json` in the data folder.")
        answer.headers[.wwwAuthenticate] = "Bearer"
        return answer
    }

    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// A file to be kept, never shown: what it holds may be anything.
    static func download(_ bytes: [UInt8], type: String, name: String) -> Response {
        var headers = HTTPFields.secure("default-src 'none'; sandbox")
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        // RFC 6266 section 4.3, RFC 8187.
        let ascii = String(
            name.unicodeScalars.filter { ("!"..."~").contains($0) && $0 != "\"" && $0 != "\\" }.map(Character.init))
        let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "file"
        headers[.contentDisposition] =
            "attachment; filename=\"\(ascii.isEmpty ? "file" : ascii)\"; filename*=UTF-8''\(encoded)"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func bytes(_ bytes: [UInt8], type: String, cache: String) -> Response {
        var headers = HTTPFields.secure()
        headers[.contentType] = type
        headers[.cacheControl] = cache
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private struct Problem: Encodable {
        var title: String
        var status: Int
        var detail: String
        var remedy: String?
    }
}

extension HTTPFields {
    /// Public pages load nothing, run nothing, and are framed nowhere.
    static let publicPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func secure(_ policy: String = publicPolicy) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[HTTPField.Name("Referrer-Policy")!] = "no-referrer"
        return headers
    }
}

/// Named values of a form or a JSON object, so that both doors are read by the same code.
struct Fields: Sendable {
    private var values: [String: [String]] = [:]
    /// Lists of objects, which only JSON can carry.
    private(set) var objects: [String: [[String: String]]] = [:]
    private(set) var maps: [String: [String: String]] = [:]
    /// Files, which only a multipart form can carry. A field that was left empty has none.
    private(set) var files: [String: MultipartForm.Part] = [:]

    func text(_ name: String) -> String? { values[name]?.first }
    func list(_ name: String) -> [String] { values[name] ?? [] }
    func isOn(_ name: String) -> Bool { ["on", "true", "1"].contains(text(name) ?? "") }
    /// What JSON has as an object, and a form as names with a dot: `people.all`.
    func members(of name: String) -> [String: String] {
        if let map = maps[name] { return map }
        var members: [String: String] = [:]
        for (key, texts) in values where key.hasPrefix(name + ".") {
            members[String(key.dropFirst(name.utf8.count + 1))] = texts.first
        }
        return members
    }
    /// Everything that was sent, to show it again.
    var all: [String: [String]] { values }

    /// `application/x-www-form-urlencoded`, names may repeat (WHATWG URL, section 5.1).
    init(form: String) {
        for pair in form.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count == 2 ? Fields.decoded(halves[1]) : ""
            values[Fields.decoded(halves[0]), default: []].append(value)
        }
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    /// A form with files.
    init(_ form: MultipartForm) {
        for part in form.parts {
            if part.fileName == nil {
                values[part.name, default: []].append(String(decoding: part.bytes, as: UTF8.self))
            } else if !part.bytes.isEmpty {
                files[part.name] = part
            }
        }
    }

    /// One JSON object of texts, numbers, truths, lists of texts, and lists of flat objects.
    init(json bytes: [UInt8]) throws {
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        guard let object = value as? [String: Any] else {
            throw Refusal.invalid("The body is not a JSON object. Send an object of named values.")
        }
        for (name, value) in object {
            switch value {
            case let list as [[String: Any]]: objects[name] = list.map { $0.mapValues { "\($0)" } }
            case let list as [Any]: values[name] = list.map { "\($0)" }
            case let map as [String: Any]: maps[name] = map.mapValues { "\($0)" }
            case is NSNull: break
            case let truth as Bool where "\(type(of: value))".contains("Bool"):
                values[name] = [truth ? "true" : "false"]
            default: values[name] = ["\(value)"]
            }
        }
    }

    /// Reads a request's body by its content type.
    static func read(_ request: Request, upTo limit: Int = 1 << 20) async throws -> Fields {
        let body = try await request.body.collect(upTo: limit)
        let type = request.headers[.contentType] ?? ""
        if type.hasPrefix("application/json") {
            do { return try Fields(json: Array(body.readableBytesView)) } catch let refusal as Refusal {
                throw refusal
            } catch {
                throw Refusal.invalid("The body is not valid JSON. Check quotes, commas and braces.")
            }
        }
        if type.lowercased().hasPrefix("multipart/form-data") {
            return Fields(try MultipartForm(Array(body.readableBytesView), contentType: type))
        }
        return Fields(form: String(buffer: body))
    }
}
