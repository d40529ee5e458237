import Foundation

/// Standard, padded base64 (RFC 4648 section 4), read strictly.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    /// Nil unless `text` is the one encoding of its bytes: with stray bits let through, a changed character could
    /// still carry the same signature, and one text would have many spellings.
    static func decode(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString().utf8.elementsEqual(text.utf8) else {
            return nil
        }
        return Array(data)
    }
}
