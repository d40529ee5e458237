import Foundation
@testable import Intake
import Testing

@Suite("Compressed bodies")
struct DecompressionTests {
    private static let plain = bytes(#"{"streams":[]}"#)
    private static let gzip = decoded("H4sIAAAAAAACA6tWKi4pSk3MLVayio6tBQDtleBADgAAAA==")
    private static let zlib = decoded("eNqrViouKUpNzC1WsoqOrQUAJ3IFLg==")
    /// A million zeros, packed twice.
    private static let bomb = decoded(
        "H4sIAAAAAAACA5Pv5mAAASbmtwcZGYGMJoX/6/M8HBgZRsEoGAVDHqxnm3e6UsjBiZ8BAIx5wxjrAwAA")

    @Test(
        "gzip, deflate with and without its wrapper, and identity all give the same body",
        arguments: [
            ("gzip", gzip), ("x-gzip", gzip), ("GZIP", gzip), ("deflate", zlib),
            ("deflate", decoded("q1YqLilKTcwtVrKKjq0FAA==")), ("identity", plain), ("", plain), (nil, plain),
        ])
    func encodings(name: String?, body: [UInt8]) throws {
        #expect(try Decompression.decode(body, encoding: name, max: 100) == Self.plain)
    }

    @Test("Members one behind the other are one body")
    func members() throws {
        let body = Self.decoded("H4sIAAAAAAACA6tWKi4pAgCdO/ThBQAAAB+LCAAAAAAAAgNLTcwtVrKKjq0FAEKptO4JAAAA")
        #expect(try Decompression.decode(body, encoding: "gzip", max: 100) == Self.plain)
    }

    @Test("Two encodings are undone last one first; three are refused")
    func several() throws {
        let body = Self.decoded("H4sIAAAAAAACA6u4tTpMS0/Ty/eMbtimrr61rAzqRax6AOrFE5QWAAAA")
        #expect(try Decompression.decode(body, encoding: "deflate, gzip", max: 100) == Self.plain)
        #expect(try Decompression.decode(body, encoding: "identity,deflate , gzip", max: 100) == Self.plain)
        #expect(throws: DoorRefusal.damagedEncoding("deflate")) {
            try Decompression.decode(body, encoding: "gzip, deflate", max: 100)
        }
        #expect(throws: DoorRefusal.unsupportedEncoding("gzip, gzip, gzip")) {
            try Decompression.decode(body, encoding: "gzip, gzip, gzip", max: 100)
        }
    }

    @Test("The limit holds for what comes out, also between two encodings", arguments: ["gzip", "gzip, gzip"])
    func bombs(encoding: String) {
        #expect(throws: DoorRefusal.tooLarge(max: 1002)) {
            try Decompression.decode(Self.bomb, encoding: encoding, max: 1002)
        }
    }

    @Test("A body that unfolds into exactly the limit is taken")
    func exactLimit() throws {
        #expect(try Decompression.decode(Self.bomb, encoding: "gzip", max: 1003).count == 1003)
        #expect(try Decompression.decode(Self.bomb, encoding: "gzip, gzip", max: 1_000_000).count == 1_000_000)
        #expect(throws: DoorRefusal.tooLarge(max: 999_999)) {
            try Decompression.decode(Self.bomb, encoding: "gzip, gzip", max: 999_999)
        }
    }

    @Test("A plain body over the limit is too large as well")
    func plainLimit() {
        #expect(throws: DoorRefusal.tooLarge(max: 13)) { try Decompression.decode(Self.plain, encoding: nil, max: 13) }
    }

    @Test("An encoding that we do not know is named", arguments: ["br", "zstd", "snappy", "gzip, br"])
    func unknown(encoding: String) {
        let name = encoding == "gzip, br" ? "br" : encoding
        #expect(throws: DoorRefusal.unsupportedEncoding(name)) {
            try Decompression.decode(Self.gzip, encoding: encoding, max: 100)
        }
    }

    @Test("Damage is told from size: a cut, a wrong sum, something behind the end")
    func damage() {
        var wrongSum = Self.gzip
        wrongSum[wrongSum.count - 5] ^= 1
        for body in [Array(Self.gzip.dropLast()), wrongSum, Self.gzip + [0x41], Self.plain, [0x1f]] {
            #expect(throws: DoorRefusal.damagedEncoding("gzip")) {
                try Decompression.decode(body, encoding: "gzip", max: 100)
            }
        }
        for body in [Array(Self.zlib.dropLast(5)), Self.zlib + [0x41], Self.gzip] {
            #expect(throws: DoorRefusal.damagedEncoding("deflate")) {
                try Decompression.decode(body, encoding: "deflate", max: 100)
            }
        }
    }

    @Test("No body is no damage")
    func empty() throws {
        #expect(try Decompression.decode([], encoding: "gzip", max: 100) == [])
    }

    private static func decoded(_ base64: String) -> [UInt8] { [UInt8](Data(base64Encoded: base64) ?? Data()) }
}
