extension Policy {
    /// What is allowed and probably not meant, one sentence each.
    public var hints: [String] {
        guard !probes.isEmpty, probeReferences.isEmpty else { return [] }
        return [
            "No `probe_reference:`: when this machine is cut off, every probe will count as down. "
                + "Name one or two addresses of somebody else that always answer."
        ]
    }
}
