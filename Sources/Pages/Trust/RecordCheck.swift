import OnRecord

/// How a stranger checks us without trusting us.
struct RecordCheck {
    let view: SiteView

    private var address: String { view.policy.organisation.site + "/trust/record/" }

    var onPolicyPage: HTML {
        """
        <h2 id="check">Check us</h2>
        <p>Everything published here is an entry of an append-only record: this policy, each reserved page, update, \
        post-mortem and correction, and each promise’s result. Its signed checkpoints make any later change visible.</p>
        \(standing)
        \(steps)
        """
    }

    func onIncidentPage(_ it: PublicIncident) -> HTML {
        """
        <h2 id="record">The record</h2>
        \(covered)
        \(steps)
        """
    }

    private var covered: HTML {
        guard let record = view.record else { return none }
        return """
            <p>This page’s entries are covered by the checkpoint of size <b class="num">\(record.size)</b>, root \
            <code>\(record.root)</code>. What stands here cannot change without that root changing.</p>
            """
    }

    private var standing: HTML {
        guard let record = view.record else { return none }
        return """
            <p>It now has <b class="num">\(counted(record.size, "entry", "entries"))</b>, root <code>\(record.root)</code>. \
            It is signed by <code>\(record.verifierKey)</code>.</p>
            """
    }

    private var none: HTML { "<p>No checkpoint of the record has been signed yet.</p>" }

    private var steps: HTML {
        """
        <ol>
        <li>Get OnRecord, or any tool that reads tiled transparency logs.</li>
        <li>Run <code>onrecord record verify \(address)</code>. It fetches the public files only, recomputes every hash, and \
        compares each text that was published with what its entry committed to.</li>
        <li>Keep <a href="/trust/record/checkpoint">the checkpoint</a> you saw. Next time, the record must contain it.</li>
        </ol>
        """
    }
}
