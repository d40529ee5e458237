import OnRecord
import Testing

@testable import Intake

@Suite("What an alert mail says")
struct AlertMailTests {
    @Test(
        "mails about one alert have one title, whatever it has come to",
        arguments: [
            ("[P1] [HLY] Worker Errors (5xx) triggered", Signal.State.firing),
            ("[P1] [HLY] Worker Errors (5xx) resolved", .resolved),
            ("[FIRING:2] [HLY] Worker Errors (5xx)", .firing), ("RESOLVED: [HLY] Worker Errors (5xx)", .resolved),
            ("[RESOLVED] [P1] [HLY] Worker Errors (5xx)", .resolved),
            ("** PROBLEM Alert: [HLY] Worker Errors (5xx) is DOWN **", .firing),
            ("** RECOVERY Alert: [HLY] Worker Errors (5xx) is OK **", .resolved),
            ("Re: Problem: [HLY] Worker Errors (5xx)", .firing),
            ("[HLY] Worker Errors (5xx) has been acknowledged", .acknowledged),
            ("[Alert] [HLY] Worker Errors (5xx) - recovered!", .resolved),
            ("OK: [HLY] Worker Errors (5xx)", .resolved), ("[HLY] Worker Errors (5xx)", nil),
        ] as [(String, Signal.State?)])
    func titles(subject: String, state: Signal.State?) {
        let alert = AlertMail(subject: subject, text: "")
        #expect(alert.title == "[HLY] Worker Errors (5xx)")
        #expect(alert.state == state)
    }

    @Test(
        "priority and severity are read where tools write them",
        arguments: [
            ("[P1] x y", "", "P1", Signal.Severity.critical), ("[SEV-2] x y", "", "SEV2", .error),
            ("P3: x y", "", "P3", .warning), ("x y", "Priority: P4", "P4", .info),
            ("x y", "Severity: SEV1", "SEV1", .critical), ("[Critical] x y", "", nil, .critical),
            ("x y", "Severity: warning", nil, .warning), ("x y", "", nil, .unknown),
            ("[P1] x y", "Priority: P4", "P1", .critical),
        ] as [(String, String, String?, Signal.Severity)])
    func severities(subject: String, text: String, priority: String?, severity: Signal.Severity) {
        let alert = AlertMail(subject: subject, text: text)
        #expect(alert.title == "x y")
        #expect(alert.priority == priority)
        #expect(alert.severity == severity)
    }

    @Test("the subject's state counts more than the text's, and a name that looks like a mark is kept")
    func precedence() {
        #expect(AlertMail(subject: "[RESOLVED] x", text: "State: Triggered").state == .resolved)
        #expect(AlertMail(subject: "x", text: "State: Triggered").state == .firing)
        #expect(AlertMail(subject: "[P1]", text: "").title == "[P1]")
        #expect(AlertMail(subject: "", text: "").title == "")
        #expect(AlertMail(subject: "Payment error", text: "").title == "Payment error")
        #expect(AlertMail(subject: "http://probe.example: timeout", text: "").title == "http://probe.example: timeout")
    }
}
