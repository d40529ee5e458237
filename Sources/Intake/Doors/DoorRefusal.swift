/// Why a request was not taken.
public enum DoorRefusal: Sendable, Hashable {
    /// No token of a source, or a signature that does not fit.
    case unauthorised
    /// The method that was used, and those that the door knows.
    case wrongMethod(String, allowed: [String])
    /// More bytes than are taken, counted after decompression.
    case tooLarge(max: Int)
    case unsupportedEncoding(String)
    /// Encoded bytes that cannot be decoded.
    case damagedEncoding(String)
    /// It could not be stored now: the same request may come again after so many seconds.
    case busy(retryAfter: Int)

    public var status: Int {
        switch self {
        case .unauthorised: 401
        case .wrongMethod: 405
        case .tooLarge: 413
        case .unsupportedEncoding: 415
        case .damagedEncoding: 400
        case .busy: 503
        }
    }

    public var text: String { "\(detail) \(remedy)" }

    public var detail: String {
        switch self {
        case .unauthorised: "The request carries no token of a source of the policy, or its signature does not fit."
        case .wrongMethod(let found, _): "The method is \(found.cut(toBytes: 20))."
        case .tooLarge(let max): "The body has more than \(max) bytes."
        case .unsupportedEncoding(let found):
            "The content encoding is “\(found.cut(toBytes: 40))”; expected gzip, deflate or identity."
        case .damagedEncoding(let name): "The body could not be decoded as \(name)."
        case .busy: "The signals could not be stored now, so they are not acknowledged."
        }
    }

    public var remedy: String {
        switch self {
        case .unauthorised:
            "Send `Authorization: Bearer …` with a token that `onrecord sources` lists, and sign as the policy says."
        case .wrongMethod(_, let allowed): "Use \(allowed.joined(separator: " or "))."
        case .tooLarge: "Send it in several requests."
        case .unsupportedEncoding: "Send it in one of these."
        case .damagedEncoding: "Send it again, undamaged."
        case .busy(let seconds): "Send the same again after \(seconds) s."
        }
    }

    public var headers: [String: String] {
        switch self {
        case .unauthorised: ["www-authenticate": "Bearer"]
        case .wrongMethod(_, let allowed): ["allow": allowed.joined(separator: ", ")]
        case .busy(let seconds): ["retry-after": "\(seconds)"]
        default: [:]
        }
    }
}
