import NIOSSL

@testable import Probes

/// Certificates made for these tests alone; their one key protects nothing.
enum TestCertificate {
    /// For `localhost`, from 2020 to the first moment of 2120.
    static let good = """
        -----BEGIN CERTIFICATE-----
        MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
        CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNOf6xFz8QxHH1h7
        wGBJGBEaxzLbp6+JoxvGNoQ4c776Dq4jt6+l/fwQcerg9Ah0z2YWvXjwcl1xtDy5
        qXG1ebejSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
        MB0GA1UdDgQWBBTQe3qwgqogu8MZhP06T+nUMyXCwDAKBggqhkjOPQQDAgNIADBF
        AiAPgaApFU34S5pHqBnsaZXFs3yWeN2gmYOGnrlp6J5TEQIhAI051ca/wETubhnl
        TffgyHI0mpI2tZIYc4FvsGQ30f2I
        -----END CERTIFICATE-----
        """

    /// For `localhost`, for the year 2020.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBYDCCAQWgAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
        b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATTn+sRc/EMRx9Ye8Bg
        SRgRGscy26eviaMbxjaEOHO++g6uI7evpf38EHHq4PQIdM9mFr148HJdcbQ8ualx
        tXm3o0gwRjAUBgNVHREEDTALgglsb2NhbGhvc3QwDwYDVR0TAQH/BAUwAwEB/zAd
        BgNVHQ4EFgQU0Ht6sIKqILvDGYT9Ok/p1DMlwsAwCgYIKoZIzj0EAwIDSQAwRgIh
        AJe4uusBOgTw3tjWCD7P/HLK9qOo64o5xAVnsHL2Q4DDAiEA8t6g0QuP5Yr3fR/x
        gmwKmxDHUwZy3S7I96GL+/joHqQ=
        -----END CERTIFICATE-----
        """

    /// For `localhost`, from 2110 on.
    static let future = """
        -----BEGIN CERTIFICATE-----
        MIIBYzCCAQmgAwIBAgIBBDAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwIhgPMjExMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UE
        AwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE05/rEXPxDEcf
        WHvAYEkYERrHMtunr4mjG8Y2hDhzvvoOriO3r6X9/BBx6uD0CHTPZha9ePByXXG0
        PLmpcbV5t6NIMEYwFAYDVR0RBA0wC4IJbG9jYWxob3N0MA8GA1UdEwEB/wQFMAMB
        Af8wHQYDVR0OBBYEFNB7erCCqiC7wxmE/TpP6dQzJcLAMAoGCCqGSM49BAMCA0gA
        MEUCIEX6zy4wpmQtHae+ld6PJjTaohqTqbWC999yphAj+YFqAiEA4Q04/VIxA5fN
        uuD5QNxIpgP8XFE+Dfd0GVETav7w88w=
        -----END CERTIFICATE-----
        """

    /// For `elsewhere.example`, from 2020 to 2120.
    static let elsewhere = """
        -----BEGIN CERTIFICATE-----
        MIIBejCCAR+gAwIBAgIBAzAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFlbHNld2hl
        cmUuZXhhbXBsZTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa
        MBgGA1UEAwwRZWxzZXdoZXJlLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMB
        BwNCAATTn+sRc/EMRx9Ye8BgSRgRGscy26eviaMbxjaEOHO++g6uI7evpf38EHHq
        4PQIdM9mFr148HJdcbQ8ualxtXm3o1AwTjAcBgNVHREEFTATghFlbHNld2hlcmUu
        ZXhhbXBsZTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBTQe3qwgqogu8MZhP06
        T+nUMyXCwDAKBggqhkjOPQQDAgNJADBGAiEArxEGi98m8UA6s/uusHcoSc1ERkXV
        pTvL/evTESd0nzACIQD1IwrjeVClwfcDAsMqN8a1y7BAZ+Hi3NIVOzjIpx9yRQ==
        -----END CERTIFICATE-----
        """

    /// What a server that shows it needs.
    static func server(_ pem: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
    }

    /// A client that trusts these certificates and no others.
    static func trusting(_ pems: String...) throws -> Trust {
        Trust(roots: .certificates(try pems.flatMap { try NIOSSLCertificate.fromPEMBytes(Array($0.utf8)) }))
    }

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgm3iQPLNJt2spJc4e
        bxv6n2hpXAI/96BwE1fQ65O0U+uhRANCAATTn+sRc/EMRx9Ye8BgSRgRGscy26ev
        iaMbxjaEOHO++g6uI7evpf38EHHq4PQIdM9mFr148HJdcbQ8ualxtXm3
        -----END PRIVATE KEY-----
        """
}
