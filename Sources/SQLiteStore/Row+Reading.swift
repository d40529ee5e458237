import Foundation
import GRDB
import OnRecord

extension Row {
    func bytes(_ column: String) -> [UInt8] { Array(self[column] as Data) }

    func moment(_ column: String) -> Timestamp { Timestamp(milliseconds: self[column]) }

    func optionalMoment(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map { Timestamp(milliseconds: $0) }
    }

    /// A value stored as JSON in `body`.
    func body<T: Decodable>(as type: T.Type) throws -> T {
        do {
            return try CanonicalJSON.decode(type, from: bytes("body"))
        } catch {
            throw StoreError.damaged("a stored \(type) cannot be read (\(error)).")
        }
    }
}

extension Data {
    /// A value as it is stored in a `body` column.
    init(body value: some Encodable) { self.init(CanonicalJSON.encode(value)) }
}

extension [String] {
    /// One argument for `json_each`, however many ids there are.
    var jsonArray: String { String(decoding: CanonicalJSON.encode(self), as: UTF8.self) }
}
