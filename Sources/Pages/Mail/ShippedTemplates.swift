import OnRecord

/// The templates in `Templates/`, compiled into the binary: one file is the whole program.
public enum ShippedTemplates {
    /// Named as an operator's own are, so that a copy of one is where to begin.
    public static let all: [TemplateSource] = files.map { name, bytes in
        TemplateSource(path: "shipped/\(name)", text: String(decoding: bytes, as: UTF8.self))
    }

    private static let files: [(String, [UInt8])] = [
        ("breach-notice.en.mustache", PackageResources.breach_notice_en_mustache),
        ("breach-notice.de.mustache", PackageResources.breach_notice_de_mustache),
        ("people-concerned.en.mustache", PackageResources.people_concerned_en_mustache),
        ("people-concerned.de.mustache", PackageResources.people_concerned_de_mustache),
        ("breach-update.en.mustache", PackageResources.breach_update_en_mustache),
        ("breach-update.de.mustache", PackageResources.breach_update_de_mustache),
        ("post-incident-report.en.mustache", PackageResources.post_incident_report_en_mustache),
        ("post-incident-report.de.mustache", PackageResources.post_incident_report_de_mustache),
        ("changelog-entry.en.mustache", PackageResources.changelog_entry_en_mustache),
        ("changelog-entry.de.mustache", PackageResources.changelog_entry_de_mustache),
    ]
}
