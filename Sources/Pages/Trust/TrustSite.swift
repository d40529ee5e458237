import OnRecord

/// The public site as files: the policy, the incidents, the results, the feeds, and how to reach us.
public enum TrustSite {
    /// Everything that is made when something changes. The record's own files are not among them.
    public static func files(_ view: SiteView) -> [PublicFile] {
        let scoreboard = Scoreboard(view)
        let incidents = view.incidents
        func page(_ title: String, _ path: String, _ body: HTML) -> PublicFile {
            let made = Layout.page(
                title: title, path: path, policy: view.policy, provenance: Provenance(view), body: body)
            return PublicFile(path: path, contentType: "text/html; charset=utf-8", bytes: made.bytes)
        }
        var files = [
            page("What we promise", "/trust/", PolicyPage(view: view, scoreboard: scoreboard).body),
            page("Incidents", "/trust/incidents/", IncidentTable(view: view, incidents: incidents).body),
            page(
                "Promises, kept and missed", "/trust/promises/", PromisesPage(view: view, scoreboard: scoreboard).body),
            page("Service changelog", Page.changelog, ChangelogPage(view: view).body),
            PublicFile(
                path: "/trust/report", contentType: "text/html; charset=utf-8", bytes: reportForm(view.policy)),
            PublicFile(
                path: SubscribePages.path, contentType: "text/html; charset=utf-8",
                bytes: SubscribePages.form(view.policy)),
            SecurityText.file(view),
        ]
        files += Feed.files(view, incidents: incidents)
        files += StatuspageAPI(view: view, incidents: incidents).files
        for incident in incidents {
            files.append(
                page(incident.titleAndDay, incident.page.path, IncidentPage(view: view, it: incident).body))
        }
        return files
    }
}
