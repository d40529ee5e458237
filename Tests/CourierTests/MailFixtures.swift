import Glibc
import Testing

@testable import Courier

/// The cast that returns in every mail test.
enum Cast {
    static let operatorAddress = try! MailAddress(name: "Vault Trust Desk", address: "trust@vault.example")
    static let ada = try! MailAddress(name: "Ada Müller", address: "ada@customer.example")

    static func message(
        id: String = "incident-7.update-2@vault.example", from: MailAddress = operatorAddress, to: MailAddress = ada,
        subject: String = "Incident INC-7: all tokens revoked", text: String = "All is well.\n", html: String? = nil,
        inReplyTo: String? = nil, references: [String] = [], headers: [MailHeader] = []
    ) throws -> MailMessage {
        try MailMessage(
            messageID: id, from: from, to: to, subject: subject, date: 1_798_761_599_000, text: text, html: html,
            inReplyTo: inReplyTo, references: references, headers: headers)
    }

    static func envelope(_ id: String, to recipient: String = "ada@customer.example", data: String? = nil) throws
        -> MailEnvelope
    {
        try MailEnvelope(
            id: id, sender: "bounces+\(id)=ada=customer.example@vault.example", recipient: recipient,
            data: Array((data ?? "Subject: \(id)\r\n\r\nHello\r\n").utf8))
    }
}

/// A folder that exists for one test.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/onrecord-mail-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit { remove() }

    func remove() {
        if let names = try? MailFolder(path: path).ids() { for name in names { unlink("\(path)/\(name).eml") } }
        rmdir(path)
    }

    func write(_ text: String, to name: String) {
        let file = fopen("\(path)/\(name)", "w")
        fputs(text, file)
        fclose(file)
    }

    func holds(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }
}

/// Runs a catcher on a free port of the loopback address, with a clock that stands still.
func withCatcher<Result>(
    in folder: TemporaryFolder, sizeMax: Int = MailCatcher.sizeMaxDefault,
    _ body: (MailCatcher, Int) async throws -> Result
) async throws -> Result {
    let catcher = try MailCatcher(folder: folder.path, now: { 1_798_761_599_000 }, sizeMax: sizeMax)
    let port = try await catcher.start(port: 0)
    do {
        let result = try await body(catcher, port)
        await catcher.stop()
        return result
    } catch {
        await catcher.stop()
        throw error
    }
}
