import Testing

@testable import Courier

@Suite("A DKIM signature")
struct DKIMTests {
    private func signer() throws -> DKIMSigner {
        DKIMSigner(
            domain: "vault.example",
            keys: [
                try DKIMKey(making: .rsa, selector: "or1"), try DKIMKey(making: .ed25519, selector: "or2"),
            ])
    }

    private func fields(_ mail: [UInt8]) -> [String] {
        RenderedMail(mail).header.filter { $0.name == "dkim-signature" }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("stands before the mail once for each key, and names what readers see")
    func names() throws {
        let mail = try Cast.message(
            headers: try MailHeader.oneClickUnsubscribe(url: "https://vault.example/u/1")
                + [MailHeader.listID("updates.vault.example")]
        ).printed()
        let signed = try signer().signed(mail, at: 1_798_761_599)
        #expect(Array(signed.suffix(mail.data.count)) == mail.data, "the mail itself is not touched")
        let signatures = fields(signed)
        #expect(signatures.count == 2)
        #expect(signatures[0].contains("a=rsa-sha256;") && signatures[0].contains("s=or1;"))
        #expect(signatures[1].contains("a=ed25519-sha256;") && signatures[1].contains("s=or2;"))
        for signature in signatures {
            #expect(signature.contains("d=vault.example;") && signature.contains("bh=\(mail.bodyHash);"))
            #expect(signature.contains(":list-id:list-unsubscribe:list-unsubscribe-post"))
            #expect(signature.contains("h=from:from:to:to:subject:subject:date:message-id:"), "nobody can add another")
        }
    }

    @Test("does not name fields that a mail does not have")
    func absent() throws {
        let signed = try signer().signed(try Cast.message().printed(), at: 0)
        #expect(fields(signed).allSatisfy { !$0.contains("list-unsubscribe") && !$0.contains("in-reply-to") })
    }

    @Test("comes from a key that is read again as it was kept", arguments: DKIMKey.Algorithm.allCases)
    func kept(algorithm: DKIMKey.Algorithm) throws {
        let key = try DKIMKey(making: algorithm, selector: "or1")
        #expect(try DKIMKey(key.stored, algorithm: algorithm, selector: "or1").record == key.record)
        let line = key.zoneLine(domain: "vault.example")
        #expect(line.hasPrefix("or1._domainkey.vault.example. IN TXT ( \"v=DKIM1; k="))
        #expect(line.split(separator: "\"").allSatisfy { $0.utf8.count <= 255 })
        let problem = #expect(throws: MailProblem.self) {
            try DKIMKey("no key", algorithm: algorithm, selector: "or1")
        }
        #expect(problem?.description.contains("selector or1") == true)
    }
}
