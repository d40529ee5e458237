@testable import Intake
import Testing

@Suite("Syslog over TCP")
struct SyslogFramingTests {
    private func frames(_ stream: [UInt8], chunk size: Int) -> [SyslogFraming.Frame] {
        var framing = SyslogFraming()
        var frames: [SyslogFraming.Frame] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            frames += framing.feed(stream[start..<min(start + size, stream.count)])
        }
        return frames + [framing.finish()].compactMap { $0 }
    }

    private func texts(_ stream: String, chunk size: Int = 1 << 20) -> [String] {
        frames(bytes(stream), chunk: size).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("counted frames and lines come mixed, however the stream is cut", arguments: 1...20)
    func mixed(size: Int) {
        let stream = "5 <1>ab<2>line\n\r\n7 <3>\n\nxy\n<4>last\r\n12 <5>counted .\n2026-11-22T09:30:00Z h a: x\n1 z"
        #expect(
            texts(stream, chunk: size) == [
                "<1>ab", "<2>line", "<3>\n\nxy", "<4>last", "<5>counted .", "2026-11-22T09:30:00Z h a: x", "z",
            ])
    }

    @Test("what is left when the sender hangs up is a frame, cut if more was announced")
    func hangUp() {
        #expect(frames(bytes("<1>a"), chunk: 9) == [SyslogFraming.Frame(bytes: bytes("<1>a"), isCut: false)])
        #expect(frames(bytes("9 <1>a"), chunk: 9) == [SyslogFraming.Frame(bytes: bytes("<1>a"), isCut: true)])
        #expect(frames(bytes("42"), chunk: 9) == [SyslogFraming.Frame(bytes: bytes("42"), isCut: false)])
        #expect(frames([], chunk: 9) == [])
    }

    @Test("a frame that is too long is cut, and the next one is whole", arguments: [1_000, 65_536, 1 << 20])
    func tooLong(size: Int) {
        let long = [UInt8](repeating: 0x61, count: 100_000)
        for stream in [bytes("100000 ") + long + bytes("<1>b\n"), bytes("<") + long + bytes("\n<1>b\n")] {
            let frames = frames(stream, chunk: size)
            #expect(frames.map(\.bytes.count) == [SyslogFraming.frameMax, 4])
            #expect(frames.map(\.isCut) == [true, false])
        }
    }

    @Test("a frame of exactly the longest length is whole")
    func longest() {
        let long = [UInt8](repeating: 0x61, count: SyslogFraming.frameMax)
        #expect(frames(bytes("65536 ") + long, chunk: 777) == [SyslogFraming.Frame(bytes: long, isCut: false)])
    }

    @Test("digits without end are a line, not a number")
    func digits() {
        let digits = String(repeating: "9", count: 40)
        #expect(texts("\(digits) x\n1 y") == ["\(digits) x", "y"])
    }
}
