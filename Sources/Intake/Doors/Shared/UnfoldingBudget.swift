import OnRecord
import Sigma

/// Labels and resource attributes are sent once and copied to each of their records. This bounds what a body unfolds
/// into.
struct UnfoldingBudget {
    /// Records of one request: each weighs far more in memory than the few bytes it may be sent in.
    static let recordsMax = 100_000
    /// Bytes of names and values over all signals of one request.
    static let bytesMax = 64 << 20

    static let refusal = """
        The request holds more than \(recordsMax) records or a million values, or its records with the attributes that \
        they share have more than \(bytesMax >> 20) MiB. Send it in several requests.
        """

    private var records = 0
    private var bytes = 0

    /// - Returns: whether one more signal fits.
    mutating func take(_ signal: Signal) -> Bool {
        records += 1
        bytes += Value.map(signal.fields).weight + (signal.text?.utf8.count ?? 0)
        return records <= UnfoldingBudget.recordsMax && bytes <= UnfoldingBudget.bytesMax
    }
}

extension Value {
    /// About the bytes that it takes to write the value down. Fields are bounded in depth.
    fileprivate var weight: Int {
        switch self {
        case .string(let text): text.utf8.count + 2
        case .list(let values): values.reduce(2) { $0 + $1.weight + 1 }
        case .map(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.weight + 4 }
        case .null, .bool, .integer, .double: 8
        }
    }
}
