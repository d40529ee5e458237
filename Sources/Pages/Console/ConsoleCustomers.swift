import OnRecord

extension Console {
    /// How many customers the directory has, and the way in for more.
    public static func customers(_ view: CustomersView) -> HTML {
        page(
            title: "Customers",
            """
            <div class="narrow">
            <h1>Customers</h1>
            <p>\(counted(view.count, "customer")) can be told when something happens to them.</p>
            \(result(view.result))
            <section aria-labelledby="import-title"><h2 id="import-title">Bring in a file</h2>
            <p>CSV with a first row that names the columns, in any order: <strong>id, name, mail</strong>, and as far as you have them \
            language, place, period_start, period_end, period_price, currency, billing_id. A customer may have a row for each billing \
            period. Whoever is known already is brought up to date, nobody is removed.</p>
            <form method="post" action="/customers" enctype="multipart/form-data">
            <div class="fields"><label>File<span>At most 16 MiB, about a hundred thousand rows.</span>
            <input type="file" name="file" accept=".csv,text/csv" required></label></div>
            <div class="choices"><button name="act" value="check">Only check it</button>
            <button name="act" value="import">Bring it in</button></div>
            </form></section>
            </div>
            """)
    }

    private static func result(_ result: CustomersView.Result?) -> HTML {
        switch result {
        case nil: .nothing
        case .refused(let reason): alert(reason)
        case .done(let report, let isCheck): told(report, isCheck)
        }
    }

    private static func told(_ report: CustomerFile.Report, _ isCheck: Bool) -> HTML {
        let periods = report.periods > 0 ? " with \(counted(report.periods, "billing period"))" : ""
        let good = counted(report.customers, "customer") + periods
        let ignored: HTML? =
            report.ignoredColumns.isEmpty
            ? nil
            : "<p>Not read, because these columns mean nothing here: \(report.ignoredColumns.joined(separator: ", ")).</p>"
        let unlisted = report.broken - report.problems.count
        let broken: HTML? =
            report.broken == 0
            ? nil
            : """
            <h3>\(counted(report.broken, "row")) \(isCheck ? "cannot be used" : "were left out")</h3>
            <ul class="rows small">\(report.problems.map { "<li><strong>Row \($0.row)</strong>: \($0.reason)</li>\n" as HTML })</ul>
            \(unlisted > 0 ? "<p class=\"quiet\">\(unlisted) more are not listed.</p>" as HTML : .nothing)
            """
        return """
            <section aria-labelledby="result-title" role="status">
            <h2 id="result-title">\(isCheck ? "Checked; nothing was changed" : "Brought in")</h2>
            <p class="good">\(good)\(isCheck ? " can be brought in." : ".")</p>
            \(ignored)
            \(broken)
            </section>
            """
    }
}
