import OnRecord

/// The mail that tells whoever wrote a report that it has arrived, and what happens now.
public enum ReportReceipt {
    /// - Parameter subject: of the mail that is answered.
    public static func compose(policy: Policy, report: Report, subject: String) -> MailText {
        var blocks: [MailBlock] = [
            .title("We have your report"),
            .paragraph("It has the number \(report.id). A person reads it; nothing about it is decided by a machine."),
        ]
        if let clock = report.clocks.filter({ $0.to == .answered }).min(by: { $0.due < $1.due }) {
            blocks.append(.paragraph("You have an answer by \(clock.due.text): \(clock.says)"))
        }
        blocks.append(
            .paragraph("The answer is one of three: \(ReportOutcome.allCases.map(\.text).joined(separator: " "))"))
        blocks.append(
            .paragraph(
                "Write to \(policy.organisation.contact) if there is more to say, with the number in the subject."))
        blocks.append(.paragraph(policy.organisation.name))
        return MailText(subject: "Re: \(subject.isEmpty ? "your report" : subject) (\(report.id))", blocks)
    }
}
