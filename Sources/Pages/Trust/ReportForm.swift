import OnRecord

extension TrustSite {
    /// `/trust/report`: the "you missed one" form. It posts `text` (at most 20,000 bytes) to its own address.
    /// - Parameter message: what came of the last attempt, shown above the form; `text` is what was typed then.
    public static func reportForm(_ policy: Policy, message: String? = nil, text: String = "") -> [UInt8] {
        let answer = policy.promises.first { $0.from == .reported && $0.to == .answered }
        let promise: HTML? = answer.map { "<p>\($0.says)</p>" }
        let notice: HTML? = message.map { "<div class=\"panel\" role=\"status\"><p>\($0)</p></div>" }
        let body: HTML = """
            <h1>Tell us what we missed</h1>
            \(notice)
            <p class="lead">Did you see an incident that we did not publish, or a weakness that could become one? \
            We want to know. \
            You need no account, and you need not be sure.</p>
            \(promise)
            <form method="post" action="/trust/report">
            <label for="text">What did you see, and when?</label>
            <p class="note" id="hint">If you want an answer, say how to reach you. \
            Leave out passwords, tokens and other people’s data.</p>
            <textarea id="text" name="text" rows="10" required maxlength="20000" aria-describedby="hint">\(text)</textarea>
            <button>Send the report</button>
            </form>
            <p>You can also write to \(policy.organisation.contactLink).</p>
            """
        return Layout.page(title: "Report an incident", path: "/trust/report", policy: policy, body: body).bytes
    }
}
