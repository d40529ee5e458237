import Testing
import TransparencyLog

@Suite("Entry bundles")
struct EntryBundleTests {
    private let bytes: [UInt8] = [0x00, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x00, 0x00, 0x00, 0x02, 0x00, 0xff]
    private let entries: [[UInt8]] = [Array("hello".utf8), [], [0x00, 0xff]]

    @Test("entries stand behind their lengths")
    func knownAnswer() throws {
        #expect(try EntryBundle.encode(entries) == bytes)
        let path = try #require(TilePath(path: "tile/entries/000.p/3"))
        #expect(try EntryBundle.decode(bytes, at: path) == entries)
    }

    @Test("a bundle that is cut anywhere is refused")
    func cut() throws {
        let path = try #require(TilePath(path: "tile/entries/000.p/3"))
        for count in bytes.indices {
            #expect(throws: LogError.self) { try EntryBundle.decode(Array(bytes.prefix(count)), at: path) }
        }
    }

    @Test("a bundle must hold as many entries as its path says", arguments: [1, 2, 4, 255])
    func width(width: Int) throws {
        let path = try #require(TilePath(path: "tile/entries/000.p/\(width)"))
        #expect(throws: LogError.self) { try EntryBundle.decode(bytes, at: path) }
    }

    @Test("the longest entry goes in and comes out, one byte more is refused with a remedy")
    func longest() throws {
        let longest = [UInt8](repeating: 7, count: 65_535)
        let path = try #require(TilePath(path: "tile/entries/000.p/1"))
        #expect(try EntryBundle.decode(EntryBundle.encode([longest]), at: path) == [longest])
        let error = #expect(throws: LogError.self) { try EntryBundle.encode([longest + [7]]) }
        #expect(error?.found == "65536 bytes")
        #expect(error?.expected == "at most 65535 bytes")
        #expect(error?.remedy.isEmpty == false)
    }
}
