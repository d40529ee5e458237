extension Customer {
    /// What is wrong with these details, as a sentence; nil when they can be kept.
    public var objection: String? {
        if id.isEmpty || id.utf8.count > 64 || !id.utf8.allSatisfy(\.isIdentifierByte) {
            return "id is “\(id.prefix(60))”; expected letters, digits, `-` and `_`, at most 64. Choose such an id."
        }
        if name.isEmpty || name.utf8.count > 200
            || name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            return "name of \(id) has \(name.utf8.count) bytes; expected one line of 1 to 200. Correct it."
        }
        if !MailAddress.isPlausible(mail) {
            return "mail of \(id) is “\(mail.oneLine(60))”; expected one mail address. Correct it."
        }
        if !Money.amounts.contains(periodPrice) {
            return
                "periodPrice of \(id) is \(periodPrice); expected 0 to \(Money.amounts.upperBound). Correct it."
        }
        if !Money.isCurrency(currency) {
            return
                "currency of \(id) is “\(currency.oneLine(10))”; expected three capital letters, such as EUR. Correct it."
        }
        if !LanguageTag.isWellFormed(language) {
            return
                "language of \(id) is “\(language.oneLine(40))”; expected a language tag (BCP 47), such as en or de-AT. Correct it."
        }
        if let place, !Customer.isPlace(place) {
            return
                "place of \(id) is “\(place.oneLine(10))”; expected an ISO 3166 code, such as DE or US-CA. Correct it or leave it out."
        }
        if let billingID, !Customer.isBillingID(billingID) {
            return
                "billingID of \(id) is “\(billingID.oneLine(60))”; expected letters, digits and `-_.`, at most 128. Correct it or leave it out."
        }
        return nil
    }

    /// A country (ISO 3166-1 alpha-2), or one of its parts behind a hyphen (ISO 3166-2).
    static func isPlace(_ text: String) -> Bool {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard (1...2).contains(parts.count), parts[0].count == 2, parts[0].allSatisfy(isCapital) else { return false }
        return parts.count == 1
            || (1...3).contains(parts[1].count) && parts[1].allSatisfy { isCapital($0) || isDigit($0) }
    }

    /// It becomes a part of an address at the billing system, so nothing in it may be more than a name.
    static func isBillingID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isIdentifierByte || $0 == UInt8(ascii: ".") }
            && text.utf8.contains { $0 != UInt8(ascii: ".") }
    }
}

extension String {
    /// The beginning, without what would break a line of a message.
    func oneLine(_ limit: Int) -> String {
        String(prefix(limit).map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? "�" : $0 })
    }
}
