import Testing

/// One line on standard error that names the thing and the remedy, and nothing else.
func expectRefusal(
    _ outcome: Outcome, _ status: Int32, naming thing: String, remedy: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(thing), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(remedy), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, "\(outcome.output)", sourceLocation: sourceLocation)
}
