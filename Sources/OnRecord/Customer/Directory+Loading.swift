extension Directory {
    /// Reads a file of customers piece by piece and keeps its good rows, all in one transaction.
    /// - Parameter isCheck: only tell what would happen.
    /// - Throws: `Refusal` when the file as a whole cannot be used; then nothing was kept. Also what `next` and the store throw.
    public func load(
        isCheck: Bool = false, defaultLanguage: String = Customer.defaultLanguage,
        progress: (CustomerFile.Report) -> Void = { _ in }, _ next: () throws -> [UInt8]?
    ) throws -> CustomerFile.Report {
        var file = CustomerFile(defaultLanguage: defaultLanguage)
        var rows: [CustomerRow]? = []
        // The columns have to be known before the store is asked.
        while file.columns == nil, let piece = try next() { rows?.append(contentsOf: try file.read(piece)) }
        guard let columns = file.columns else {
            _ = try file.finish()
            return file.report
        }
        var isOver = false
        func more() throws -> [CustomerRow]? {
            defer { progress(file.report) }
            if let first = rows {
                rows = nil
                return first
            }
            if let piece = try next() { return try file.read(piece) }
            if isOver { return nil }
            isOver = true
            return try file.finish()
        }
        if isCheck {
            while try more() != nil {}
        } else {
            try load(columns, more)
        }
        return file.report
    }
}
