import OnRecord
import Testing

@testable import Probes

@Suite("A DNS message from a stranger")
struct DNSMessageTests {
    private let query: [UInt8]

    init() throws {
        query = try #require(DNSMessage.query(id: 0xbeef, name: "www.example.", type: .CNAME))
    }

    @Test("A question is the bytes of RFC 1035")
    func question() {
        #expect(
            query == [0xbe, 0xef, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3] + Array("www".utf8) + [7] + Array("example".utf8)
                + [0, 0, 5, 0, 1])
    }

    @Test(
        "What is no name is not asked for",
        arguments: ["", ".", String(repeating: "a", count: 64), String(repeating: "abc.", count: 70)])
    func noName(name: String) {
        #expect(DNSMessage.query(id: 1, name: name, type: .A) == nil)
    }

    @Test("A compressed name is put together, odd bytes are shown as numbers")
    func compressed() {
        let target: [UInt8] = [4, UInt8(ascii: "c"), UInt8(ascii: "."), 0, 0xff, 0xc0, 16]
        #expect(
            DNSMessage.read(DNSAnswer.make(query, records: [(5, target)]), answering: query, type: .CNAME)
                == .reply(.init(code: 0, isTruncated: false, records: [#"c\046\000\255.example"#])))
    }

    @Test(
        "Names that lead in circles, forwards or out of the message end the reading",
        arguments: [[0xc0, 41], [0xc0, 43], [0xff, 0xff], [1, 97, 0xc0, 41], [0x80, 0], [63, 97], [0xc0]] as [[UInt8]])
    func circles(target: [UInt8]) {
        #expect(
            DNSMessage.read(DNSAnswer.make(query, records: [(5, target)]), answering: query, type: .CNAME) == .broken)
    }

    @Test("A staircase of pointers is not climbed for ever")
    func staircase() {
        var target: [UInt8] = []
        // Each leads to the one before it, the first to the question's name.
        for step in 0..<200 {
            let to = step == 0 ? 12 : 41 + 2 * (step - 1)
            target += [0xc0 | UInt8(to >> 8), UInt8(to & 0xff)]
        }
        var reader = DNSReader(DNSAnswer.make(query, records: [(5, target)]))
        reader.position = 41 + 2 * 10
        #expect(reader.name() == "www.example")
        #expect(reader.position == 41 + 2 * 11)
        reader.position = 41 + 2 * 199
        #expect(reader.name() == nil)
    }

    @Test("A name longer than 255 bytes is none")
    func longName() {
        let label = [63] + [UInt8](repeating: 97, count: 63)
        let long = label + label + label + label + [0]
        #expect(
            DNSMessage.read(DNSAnswer.make(query, records: [(5, long)]), answering: query, type: .CNAME) == .broken)
    }

    @Test("Whatever is cut off, flipped or thrown together, reading ends and says what it is", arguments: 0..<8)
    func hostile(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var most = 0
        for type in ProbeSpec.DNSTarget.RecordType.allCases {
            let query = try #require(DNSMessage.query(id: 7, name: "www.example", type: type))
            let good = DNSAnswer.make(
                query,
                records: [
                    (1, [203, 0, 113, 7]), (28, [UInt8](repeating: 1, count: 16)), (5, [0xc0, 12]),
                    (15, [0, 10, 0xc0, 12]), (16, [2, 97, 98]),
                ])
            for count in good.indices {
                let found = DNSMessage.read(Array(good.prefix(count)), answering: query, type: type)
                if found != .broken, found != .foreign { Issue.record("\(count) bytes of \(type) were taken for all") }
            }
            for _ in 0..<200 {
                var bytes = good
                for _ in 0...Int.random(in: 0..<4, using: &chance) {
                    bytes[Int.random(in: 12..<bytes.count, using: &chance)] = .random(in: 0...255, using: &chance)
                }
                if case .reply(let reply) = DNSMessage.read(bytes, answering: query, type: type) {
                    most = max(most, reply.records.count)
                }
            }
        }
        // The flips spare the ids, so some are still read; and five records never become six.
        #expect((1...5).contains(most))
    }

    @Test("Addresses are written as RFC 5952 has it")
    func version6() {
        func text(_ groups: [UInt16]) -> String {
            IPv6Text.of(groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }[...])
        }
        #expect(text([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1]) == "2001:db8::1:0:0:1")
        #expect(text([0x2001, 0xdb8, 0, 1, 1, 1, 1, 1]) == "2001:db8:0:1:1:1:1:1")
        #expect(text([0, 0, 0, 0, 0, 0, 0, 1]) == "::1")
        #expect(text([0xfe80, 0, 0, 0, 0, 0, 0, 0]) == "fe80::")
        #expect(text([0, 0, 0, 0, 0, 0, 0, 0]) == "::")
        #expect(text([0x2001, 0, 0, 1, 0, 0, 0, 1]) == "2001:0:0:1::1")
    }
}

/// Chance that repeats itself (SplitMix64).
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
