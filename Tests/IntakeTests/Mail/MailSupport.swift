@testable import Intake
import OnRecord

/// A recorded mail of Tests/Fixtures/in.
func mailFixture(_ name: String) throws -> [UInt8] { try Checkout.fixture("\(name).eml") }

/// All of them.
let mailFixtures = [
    "mail-report-human", "mail-alert-notification", "mail-autoreply", "mail-dsn-failed", "mail-dsn-delayed",
    "mail-feedback-arf",
]

/// A mail written in a test, with the line ends that mails have.
func mail(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

func readMail(
    _ text: String, envelope: MailReading.Envelope = .init(), trust: MailTrust = .nearestHop
) -> MailReading {
    MailReading.read(mail(text), envelope: envelope, trust: trust, receivedAt: received)
}
