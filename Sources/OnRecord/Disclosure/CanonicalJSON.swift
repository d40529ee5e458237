import Foundation

/// One way to write a value as bytes, so that equal values have equal hashes: keys sorted, no spaces, slashes bare.
public enum CanonicalJSON {
    public static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            // Our own types hold nothing JSON lacks (no NaN, no foreign keys), so this is a programming error.
            preconditionFailure("\(type(of: value)) does not encode as JSON: \(error)")
        }
    }

    public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
