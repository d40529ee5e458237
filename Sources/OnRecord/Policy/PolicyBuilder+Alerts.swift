/// Reads what keeps alerts bearable.
extension PolicyBuilder {
    func readFlood() -> FloodLimit {
        var limit = FloodLimit()
        guard let section = top.section("alerts", keys: ["flood"])?.section("flood", keys: ["more_than", "within"])
        else { return limit }
        if let text = section.optionalString("more_than") {
            if let count = Int(text), (1...1000).contains(count) {
                limit.moreThan = count
            } else {
                section.refuse(
                    "more_than", expected: "a number of alerts from 1 to 1000",
                    remedy: "For example `more_than: 50`; what comes beyond it is counted and not listed.")
            }
        }
        if let span = section.duration("within") {
            if (.minutes(1) ... .days(1)).contains(span) {
                limit.within = span
            } else {
                section.refuse("within", expected: "from 1m to 1d", remedy: "For example `within: 10m`.")
            }
        }
        return limit
    }
}
