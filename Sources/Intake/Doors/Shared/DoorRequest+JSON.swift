import OnRecord
import Sigma

extension DoorRequest {
    /// The body without the byte order mark that some senders begin with.
    var content: ArraySlice<UInt8> { DoorRequest.content(of: body) }

    static func content(of body: [UInt8]) -> ArraySlice<UInt8> {
        body.starts(with: [0xef, 0xbb, 0xbf]) ? body.dropFirst(3) : body[...]
    }

    func json(of content: ArraySlice<UInt8>? = nil) throws(Unreadable) -> Value {
        do { return try JSONReader.read(content ?? self.content) } catch {
            throw Unreadable("The body is no JSON: \(error.description). Send JSON in UTF-8.")
        }
    }

    /// A body that is one list, no longer than one request's signals may be.
    func jsonList() throws(Unreadable) -> [Value] {
        guard let list = try json().list else { throw Unreadable("The body is no list; expected a JSON list.") }
        try Unreadable.check(count: list.count)
        return list
    }
}
