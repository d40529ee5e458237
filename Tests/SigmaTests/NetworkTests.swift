import Sigma
import Testing

@Suite("Address ranges")
struct NetworkTests {
    @Test(
        "a range holds its addresses and no others",
        arguments: [
            ("203.0.113.0/24", "203.0.113.255", true), ("203.0.113.0/24", "203.0.114.0", false),
            ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
            ("0.0.0.0/0", "198.51.100.1", true), ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:DB8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
            ("2001:db8::1/128", "2001:db8:0:0:0:0:0:1", true), ("::/0", "2001:db8::1", true),
            ("::/0", "203.0.113.1", false),
            ("203.0.113.0/24", "::ffff:203.0.113.9", true), ("::ffff:203.0.113.0/120", "203.0.113.9", true),
            ("2001:db8::/32", "2001:db8::203.0.113.1", true),
        ])
    func ranges(range: String, address: String, expected: Bool) throws {
        #expect(try field("f|cidr: '\(range)'", matches: address) == expected)
    }

    @Test(
        "text that is no address is in no range",
        arguments: [
            "", "203.0.113", "203.0.113.256", "203.0.113.01", "203.0.113.1:80", "+1.2.3.4", ":::", "1:2:3:4:5:6:7:8:9",
            "203.0.113.1::", "2001:db8::1%eth0", "1::2::3", "12345::", "host.example",
        ])
    func notAddresses(text: String) throws {
        #expect(try !field("f|cidr: ['0.0.0.0/0', '::/0']", matches: text))
    }

    @Test(
        "a range that is none is refused",
        arguments: ["203.0.113.0/33", "203.0.113.*", "203.0.113.1/24", "::/129", "x/8", "203.0.113.0/+8"])
    func refused(range: String) {
        #expect(problems(rule(selection: "f|cidr: '\(range)'")).count == 1)
    }
}
