import Foundation
import OnRecord

/// The operator's private pages. Each is a function of what it shows; nothing here reads a clock, a store or a request.
///
/// The pages load nothing. Live ones carry one inline script, all carry one inline style sheet, and none has a `style`
/// or an event attribute, so that a strict Content-Security-Policy can be sent with them.
public enum Console {
    /// SHA-256 of the inline script, base64: what `script-src 'sha256-…'` asks for (CSP Level 3 section 2.3.1).
    public static let scriptHash = base64SHA256(script)

    /// SHA-256 of the inline style sheet, base64.
    public static let styleHash = base64SHA256(style)

    /// The Content-Security-Policy of every page but an opened mail.
    public static let contentSecurityPolicy = """
        default-src 'none'; script-src 'sha256-\(scriptHash)'; style-src 'sha256-\(styleHash)'; connect-src 'self'; \
        img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        """

    /// The Content-Security-Policy of an opened mail. A `srcdoc` frame inherits its page's policy (HTML, policy containers),
    /// so this page allows the inline styles that mails are made of, and still neither scripts nor remote loads.
    public static let mailContentSecurityPolicy = """
        default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; \
        base-uri 'none'
        """

    static func base64SHA256(_ markup: HTML) -> String {
        let digits = Array(sha256Hex(Array(markup.text.utf8)))
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
        return Data(bytes).base64EncodedString()
    }
}
