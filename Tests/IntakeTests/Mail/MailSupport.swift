import Foundation
import OnRecord

@testable import Intake

/// A recorded mail of Tests/Fixtures/in.
func mailFixture(_ name: String) throws -> [UInt8] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return Array(try Data(contentsOf: tests.appendingPathComponent("Fixtures/in/\(name).eml")))
}

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

/// Numbers that look random and are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
