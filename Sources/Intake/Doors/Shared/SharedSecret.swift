import Crypto

/// What a sender proves by a secret that it shares with us. Compared without telling by time how much of it was right.
enum SharedSecret {
    /// HMAC-SHA256 (RFC 2104) over the bytes as they came, in hexadecimal digits of either case.
    static func signed(_ bytes: [UInt8], with secret: String, as signature: String?) -> Bool {
        guard let code = signature.flatMap({ hexadecimal($0) }) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: bytes, using: SymmetricKey(data: Array(secret.utf8)))
    }

    /// Whether somebody knows the secret. Hashes are compared, so that not even its length shows.
    static func equals(_ secret: String, _ given: String?) -> Bool {
        guard let given else { return false }
        return SHA256.hash(data: Array(secret.utf8)) == SHA256.hash(data: Array(given.utf8))
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count == 2 * SHA256.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index].hexDigit, let low = digits[index + 1].hexDigit
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
