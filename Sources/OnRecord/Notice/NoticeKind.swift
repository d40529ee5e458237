/// What an affected customer can be mailed after, or beside, the breach notice. Each is its own message.
public enum NoticeKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// To the people whose data it is, in plain words (GDPR Art. 34(2)).
    case people = "people_notice"
    /// What has been learnt since the first notice; a reply to it.
    case update = "notice_update"
    /// The post-incident report.
    case report = "incident_report"
}
