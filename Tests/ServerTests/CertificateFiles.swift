import Glibc
import Testing

/// A certificate for `localhost` and its key as files, in a folder that exists for one test.
final class CertificateFiles {
    let certificate: String
    let key: String
    private let folder: String

    init() throws {
        var template = Array("/tmp/onrecord-tls-XXXXXX".utf8CString)
        folder = String(cString: try #require(mkdtemp(&template)))
        certificate = "\(folder)/certificate.pem"
        key = "\(folder)/key.pem"
        for (path, text) in [(certificate, Self.certificatePEM), (key, Self.keyPEM)] {
            let file = try #require(fopen(path, "w"))
            fputs(text, file)
            fclose(file)
        }
    }

    deinit {
        unlink(certificate)
        unlink(key)
        rmdir(folder)
    }

    /// Made for these tests alone, valid from 2020 to 2120; the key protects nothing.
    private static let certificatePEM = """
        -----BEGIN CERTIFICATE-----
        MIIBRDCB66ADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
        dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
        bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFxO24Gn1DEkzNKqv
        bVpgKZpFdKGZvLQk3aGVO8uX19gkBsYsRsvt7VGxz+MXyOQ3VYxDfbKd0CJYEnuH
        nDEnk6MsMCowFAYDVR0RBA0wC4IJbG9jYWxob3N0MBIGA1UdEwEB/wQIMAYBAf8C
        AQAwCgYIKoZIzj0EAwIDSAAwRQIgRbGbKwbOujPWE10AOcTlEryAT+ALHogspoqn
        cHBFZMgCIQD6IqAqu1aRXObeG/+Xkkf9Zft86nTGiVPm/8wrhuOG+g==
        -----END CERTIFICATE-----
        """

    private static let keyPEM = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgG0H+tyaFKLzJcE5/
        UTtbkB69/sDqag5RNgkegzuj3fqhRANCAAQXE7bgafUMSTM0qq9tWmApmkV0oZm8
        tCTdoZU7y5fX2CQGxixGy+3tUbHP4xfI5DdVjEN9sp3QIlgSe4ecMSeT
        -----END PRIVATE KEY-----
        """
}
