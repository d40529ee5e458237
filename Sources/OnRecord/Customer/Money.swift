/// What is known about amounts and currencies.
public enum Money {
    /// Prices and credits that can be kept: far above any price, and far below where a sum over all customers would overflow.
    public static let amounts = 0...1_000_000_000_000

    /// Three capital letters, as ISO 4217 has them.
    public static func isCurrency(_ code: String) -> Bool {
        code.utf8.count == 3 && code.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains)
    }

    /// Digits behind the decimal point, where ISO 4217 says other than two.
    private static let digits: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
        "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
        "CLF": 4, "UYW": 4,
    ]

    public static func digits(of currency: String) -> Int { digits[currency] ?? 2 }

    /// `49.00 EUR`, `1200 JPY`.
    public static func text(_ amount: Int, _ currency: String) -> String { "\(decimal(amount, currency)) \(currency)" }

    /// `49.00`, `1200`.
    public static func decimal(_ amount: Int, _ currency: String) -> String {
        let digits = digits(of: currency)
        guard digits > 0 else { return "\(amount)" }
        let text = String(amount.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return (amount < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// Reads `49.00` into the smallest unit: digits, and a point with at most as many digits behind it as the currency has.
    public static func amount(decimal text: String, _ currency: String) -> Int? {
        let halves = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let digits = digits(of: currency)
        guard let whole = halves.first, (1...13).contains(whole.count), halves.count == 1 || !halves[1].isEmpty,
            halves.allSatisfy({ $0.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) })
        else { return nil }
        let fraction = Array(halves.dropFirst().joined())
        guard fraction.count <= digits else { return nil }
        let written = (Array(whole) + fraction).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        let amount = (fraction.count..<digits).reduce(written) { value, _ in value * 10 }
        return amounts.contains(amount) ? amount : nil
    }
}
