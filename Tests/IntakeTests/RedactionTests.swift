import Foundation
@testable import Intake
import OnRecord
import Sigma
import Testing

@Suite("Secrets are taken out of evidence")
struct RedactionTests {
    private let redactor = Redactor()

    private func redact(_ text: String) -> String { String(decoding: redactor.redact(bytes(text)), as: UTF8.self) }

    /// Made up, in the shapes of the real ones; in two halves, so that no scanner takes this file for a leak.
    private static let credentials = [
        "gh" + "p_0123456789abcdefghijABCDEFGHIJ012345", "gh" + "o_0123456789abcdefghijABCDEFGHIJ012345",
        "github" + "_pat_11ABCDEFG0123456789_abcdefghijklmnop", "xo" + "xb-123456789012-abcdefABCDEF",
        "AK" + "IAIOSFODNN7EXAMPLE", "sk" + "_live_0123456789abcdef", "oro" + "p_0123456789abcdef0123456789abcdef",
        "ors" + "rc_0123456789abcdef0123456789abcdef", "orr" + "eg_0123456789abcdef0123456789abcdef",
        "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    ]

    @Test("a credential is found by its looks, wherever it stands", arguments: credentials)
    func shapes(credential: String) throws {
        for padding in 0..<9 {
            let pad = String(repeating: "x ", count: padding) + String(repeating: ".", count: padding % 2)
            for text in ["\(pad)\(credential)", "\(pad)at \(credential), then", "{\"a\":\"\(pad)<\(credential)>\"}"] {
                #expect(redact(text) == text.replacing(credential, with: "[redacted]"))
            }
        }
    }

    @Test(
        "the value of a secret's name goes, in whatever notation it is written",
        arguments: [
            #"{"password":"hunter2","user":"ada"}"#, #"{"user":"ada","PassWord" : "hunter2"}"#,
            #"{"\u0070assword":"hunter2","user":"ada"}"#,
            #"{"\u0070\u0061\u0073\u0073\u0077\u006f\u0072\u0064":"hunter2","user":"ada"}"#,
            #"{"client_secret":["hunter2",{"a":"hunter2"}],"user":"ada"}"#,
            #"{"apiKey":{"v":"hunter2 }"},"user":"ada"}"#,
            #"{"a":{"b":[{"x-api-key":"hunter2"}]},"user":"ada"}"#,
            #"{"set-cookie":"sid=hunter2; Path=/","user":"ada"}"#,
            #"{"password":"a\"hunter2","user":"ada"}"#, #"{"password":"hunter2\\","user":"ada"}"#,
            #"{"body":"{\"password\":\"hunter2\",\"user\":\"ada\"}"}"#,
            #"{"body":"{\"b\":\"{\\\"token\\\":\\\"hunter2\\\"}\"}","user":"ada"}"#,
            #"{"url":"/in?token=hunter2\u0026user=ada"}"#, #"{"url":"/in?user=ada&token=hunter2"}"#,
            #"{"url":"/in?p%61ssword=hunter2&user=ada"}"#, #"{"url":"/in?%70%61%73%73%77%64=hunter2&user=ada"}"#,
            #"{"url":"/go?to=%2Fin%3Fpassword%3Dhunter2%26user=ada"}"#,
            #"{"q":"token=","password":"hunter2","user":"ada"}"#,
            #"{"q":"password=\"hunter2 \\\" x\" user=ada"}"#, #"{'password': 'hunter2', 'user': 'ada'}"#,
            "user=ada password=hunter2", "user=ada password=\"hunter2 and more\"", "user[passwd]=hunter2&user=ada",
            "Authorization: Basic YTpodW50ZXIyaHVudGVyMg==\nuser ada", "user ada\nCookie: a=hunter2; b=hunter2",
            "user ada sent Bearer hunter2hunter2", "user ada: \"GET /?access_token=hunter2 HTTP/1.1\" 200",
            "{\n  \"password\":\n    \"hunter2\",\n  \"user\": \"ada\"\n}",
            "{\n  \"token\": {\n    \"a\": \"hunter2\"\n  },\n  \"user\": \"ada\"\n}",
            "{\"password\":\"hunter2\n{\"user\":\"ada\"}", "{\"token\":{\"a\":\"hunter2\"\n{\"user\":\"ada\"}",
            #"{"user":"ada","token":"hunter2"#, #"{"password":8421237,"user":"ada"}"#, "password = hunter2\nuser = ada",
            #"{:password=>"hunter2", "user"=>"ada"}"#, #"{"note":"user ada","private_key":"hunter2"}"#,
        ])
    func names(text: String) throws {
        let redacted = redact(text)
        #expect(!redacted.contains("hunter2"))
        #expect(!redacted.contains("8421237"))
        #expect(!redacted.contains("YTpodW50ZXIy"))
        #expect(redacted.contains("ada"))
        #expect(redacted.contains("[redacted]"))
        #expect(redact(redacted) == redacted)
        if (try? JSONReader.read(bytes(text)[...])) != nil {
            #expect((try? JSONReader.read(bytes(redacted)[...])) != nil, "\(redacted)")
        }
    }

    @Test(
        "what is no secret stays as it is, to the byte",
        arguments: [
            #"{"token_id":"t_2041","tokens_count":12,"password_changed":"2026-11-22T09:30:00Z","secretary":"ada"}"#,
            #"{"password":null,"token":true,"has_cookie":false,"secret":"","prompt_tokens":153,"max_tokens": 4096}"#,
            #"{"event":"auth_failure","path":"/api/v1/tokens","key":"a","primary_key_column":"id","msg":"\u0041da"}"#,
            "invalid token: it has expired", "Basic authentication failed", "the bearer was not at home",
            "Failed password for invalid user admin from 203.0.113.7 port 4242 ssh2",
            #"203.0.113.9 - - [22/Nov/2026:10:00:00 +0100] "GET /a?page=2&sort=asc%5Bname%5D HTTP/1.1" 200 612 "-" "x""#,
            "AKIA is a prefix, ghp_ as well, eyJ too", "a==b c:d e=f", "-----BEGIN CERTIFICATE-----\nMIIB\n", "\"\\",
            #"{"description":"created","secret":"[redacted]","a":1.50e+3}"#, "", ":", "=", "{", "\u{0}\u{ff}",
        ])
    func ordinary(text: String) { #expect(redact(text) == text) }

    @Test("a private key goes with everything between its marks, on lines or escaped")
    func privateKeys() {
        let block = "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIEhunter2\nabc+/=\n-----END RSA PRIVATE" + " KEY-----"
        #expect(redact("before\n\(block)\nafter") == "before\n[redacted]\nafter")
        let escaped = block.replacing("\n", with: "\\n")
        #expect(redact("{\"k\":\"x \(escaped)\\ny\",\"b\":1}") == #"{"k":"x [redacted]\ny","b":1}"#)
        #expect(redact("{\"k\":\"\(escaped.prefix(50))\",\"b\":1}") == #"{"k":"[redacted]","b":1}"#)
    }

    @Test("a form is judged by what its names and values mean")
    func forms() {
        #expect(redactor.redact(form: "user=ada&pass%77ord=x+y&z=1") == "user=ada&pass%77ord=[redacted]&z=1")
        let nested = redactor.redact(form: "payload=%7B%22password%22%3A%22hunter2%22%7D&user=a%20b")
        #expect(nested == "payload=%7B%22password%22%3A%22[redacted]%22%7D&user=a%20b")
        #expect(redactor.redact(form: "a&=&token=&b=1") == "a&=&token=&b=1")
    }

    @Test("fields of a signal lose their secrets too")
    func signals() {
        let signal = Signal(
            state: .log, at: received, title: "login?token=hunter2",
            fields: [
                "headers": ["Authorization": "Bearer x", "Host": "a.example"], "token": ["id": 1], "token_id": "t",
                "list": ["password=hunter2", 5], "password": true,
            ], text: "password=hunter2")
        let redacted = redactor.redact(signal)
        #expect(redacted.title == "login?token=[redacted]" && redacted.text == "password=[redacted]")
        #expect(
            redacted.fields == [
                "headers": ["Authorization": "[redacted]", "Host": "a.example"], "token": "[redacted]", "token_id": "t",
                "list": ["password=[redacted]", 5], "password": true,
            ])
        #expect(redactor.redact(redacted) == redacted)
    }

    @Test("Basic credentials with a name of any length are found, and a text about basic things stays")
    func basic() {
        for name in ["a", "ada@shop.example", String(repeating: "long-name.", count: 40)] {
            let pair = Data((name + ":hunter2").utf8).base64EncodedString()
            #expect(redact("sent Basic \(pair) twice") == "sent Basic [redacted] twice")
            #expect(redact("h=Basic+\(pair)&b=1") == "h=Basic+[redacted]&b=1")
        }
        let prose = "Basic/advanced settings: basic+advanced+Basic+more are basic-plans of the Basic tier"
        #expect(redact(prose) == prose)
    }

    @Test("hostile texts take time in proportion to their length")
    func linear() {
        let pieces = [
            ":", "=", "\"", "\\", "{", "[", "\"token\":", "token:", "token=", "token\":{", "-----BEGIN ", "Bearer ",
            "%3D", "eyJ", "-----BEGIN PRIVATE" + " KEY-----", "\\\"password\\\":", "\\u0070", "'password':'", "    :",
            "Basic+", "Basic.", "Basic%20", "basic \t", "Bearer+", "bearer%20.", "BearerBasic+", "\\neyJ",
            "%20eyJhbGci",
            "eyJhbGciOiJI.", "gh" + "p_", "github" + "_pat_0", "xoxb-", "sk_live_", "orsrc_-", "AKIA", "ASIA0",
            "-----BEGIN EC PRIVATE" + " KEY-----\\n-----END ", "token:\\", "\"token\":\\", "token:'", "token = ",
            "cookie:",
            "\"tokens\":1", "secret:true ", "api_key=>", "p%61ssword=", "]:", "\"a\"  ", "\"token\":  ",
            "{\"secret\":[",
        ]
        for piece in pieces {
            func time(_ count: Int) -> Duration {
                let body = bytes(String(repeating: piece, count: count / piece.utf8.count))
                return ContinuousClock().measure { _ = redactor.redact(body) }
            }
            let (small, large) = (time(4_000), time(64_000))
            // Sixteen times the length; quadratic work would take 256 times as long.
            #expect(large < small * 64 + .milliseconds(200), "\(piece): \(small), \(large)")
        }
    }
}
