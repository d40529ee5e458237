import Foundation
import Testing
import TransparencyLog

@Suite("Tree hashes")
struct TreeHashTests {
    @Test("a hash has 32 bytes and nothing else passes for one", arguments: [0, 31, 33, 64])
    func length(count: Int) {
        #expect(TreeHash(bytes: [UInt8](repeating: 0, count: count)) == nil)
        #expect(TreeHash(base64: Data(count: count).base64EncodedString()) == nil)
    }

    @Test("its texts and its bytes say the same")
    func spellings() {
        let hash = TreeHash.empty
        #expect(TreeHash(bytes: hash.bytes) == hash)
        #expect(TreeHash(base64: hash.base64) == hash)
        #expect(hash.hex == KnownAnswers.certificateTransparencyRoots[0])
    }

    @Test("in JSON it is one base64 string, and a damaged one is refused")
    func json() throws {
        let json = try JSONEncoder().encode([TreeHash.empty])
        #expect(try JSONDecoder().decode([TreeHash].self, from: json) == [.empty])
        #expect(try JSONDecoder().decode([String].self, from: json) == [TreeHash.empty.base64])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([TreeHash].self, from: Data("[\"AAAA\"]".utf8)) }
    }
}
