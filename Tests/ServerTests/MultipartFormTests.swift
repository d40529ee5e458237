@testable import Server
import OnRecord
import Testing

@Suite("forms with files")
struct MultipartFormTests {
    private let type = "multipart/form-data; boundary=----formX"

    private func body(_ parts: [String], end: String = "------formX--\r\n") -> [UInt8] {
        Array((parts.map { "------formX\r\n\($0)\r\n" }.joined() + end).utf8)
    }

    private func read(_ bytes: [UInt8], type: String? = nil) throws -> [MultipartForm.Part] {
        try MultipartForm(bytes, contentType: type ?? self.type).parts
    }

    @Test("values and a file are read as a browser sends them, bytes untouched")
    func browser() throws {
        let parts = try read(
            body([
                "Content-Disposition: form-data; name=\"duty\"\r\n\r\neu-gdpr-33-1",
                "Content-Disposition: form-data; name=\"receipt\"; filename=\"a %22b%22.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--\r\n\u{0}end",
            ]))
        #expect(parts.map(\.name) == ["duty", "receipt"])
        #expect(parts[0].fileName == nil)
        #expect(parts[0].bytes == Array("eu-gdpr-33-1".utf8))
        #expect(parts[1].bytes == Array("%PDF\r\n--\r\n\u{0}end".utf8))
        let fields = Fields(try MultipartForm(body([]), contentType: type))
        #expect(fields.all.isEmpty)
    }

    @Test("an empty file field is no file, repeated values stay in order")
    func emptyFile() throws {
        let fields = Fields(
            try MultipartForm(
                body([
                    "Content-Disposition: form-data; name=\"missing\"\r\n\r\na",
                    "Content-Disposition: form-data; name=\"missing\"\r\n\r\nb",
                    "Content-Disposition: form-data; name=\"receipt\"; filename=\"\"\r\n\r\n",
                ]), contentType: type))
        #expect(fields.list("missing") == ["a", "b"])
        #expect(fields.files["receipt"] == nil)
        #expect(fields.text("receipt") == nil)
    }

    @Test(
        "a file's name loses folders, line breaks and quotes",
        arguments: [
            ("../../etc/passwd", "passwd"), ("C:\\\\temp\\\\receipt.pdf", "receipt.pdf"), ("a%0D%0Ab", "ab"),
            ("tab\tbell\u{7}", "tabbell"), (#"say \"yes\".txt"#, "say yes.txt"),
        ])
    func fileNames(sent: String, kept: String) throws {
        let parts = try read(body(["Content-Disposition: form-data; name=\"f\"; filename=\"\(sent)\"\r\n\r\nx"]))
        #expect(parts[0].fileName == kept)
    }

    @Test(
        "what is not a whole form is refused with what is wrong",
        arguments: [
            ("", "no delimiter"),
            ("no form at all", "no delimiter"),
            ("------formX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "no end"),
            ("------formXjunk\r\n\r\nx\r\n------formX--", "followed by other text"),
            ("------formX\r\nContent-Type: text/plain\r\n\r\nx\r\n------formX--", "no Content-Disposition"),
            ("------formX\r\nContent-Disposition: form-data\r\n\r\nx\r\n------formX--", "no name"),
            ("------formX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n------formX--", "no name"),
            ("------formX\r\nContent-Disposition: form-data; name=\"a\r\n------formX--", "no end within"),
        ])
    func broken(body: String, why: String) throws {
        let refusal = #expect(throws: Refusal.self) { try read(Array(body.utf8)) }
        #expect(refusal?.description.contains(why) == true, "\(refusal?.description ?? "")")
    }

    @Test(
        "a boundary is 1 to 70 characters of the allowed ones",
        arguments: [
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\u{7}b\"",
            "multipart/form-data; boundary=\"ends \"",
            "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
        ])
    func boundaries(type: String) throws {
        let refusal = #expect(throws: Refusal.self) { try read(body([]), type: type) }
        #expect(refusal?.description.contains("boundary") == true)
    }

    @Test("more parts, longer heads and longer names than the bounds are refused")
    func bounds() throws {
        let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\nx"
        #expect(try read(body(Array(repeating: part, count: MultipartForm.partsMax))).count == MultipartForm.partsMax)
        #expect(throws: Refusal.self) { try read(body(Array(repeating: part, count: MultipartForm.partsMax + 1))) }
        let long = String(repeating: "n", count: MultipartForm.nameBytesMax + 1)
        #expect(throws: Refusal.self) { try read(body(["Content-Disposition: form-data; name=\"\(long)\"\r\n\r\nx"])) }
        let padding = String(repeating: "p", count: MultipartForm.headBytesMax)
        #expect(throws: Refusal.self) { try read(body(["X-Padding: \(padding)\r\n\(part)"])) }
    }

    @Test("bytes that almost are a delimiter, over and over, are content")
    func nearDelimiters() throws {
        let near = String(repeating: "\r\n------form", count: 20_000)
        let parts = try read(body(["Content-Disposition: form-data; name=\"a\"\r\n\r\n\(near)"]))
        #expect(parts.map(\.bytes.count) == [near.utf8.count])
    }

    @Test("whatever is cut off or changed in a form, reading it ends in parts or in a refusal")
    func mutations() throws {
        let whole = body([
            "Content-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nx",
            "Content-Disposition: form-data; name=\"c\"\r\n\r\ny",
        ])
        for cut in 0..<whole.count {
            expectAnswer(Array(whole.prefix(cut)))
            expectAnswer(Array(whole.dropFirst(cut)))
            for byte: UInt8 in [0, 13, 34, 45, 255] {
                var changed = whole
                changed[cut] = byte
                expectAnswer(changed)
            }
        }
    }

    private func expectAnswer(_ bytes: [UInt8]) {
        do { #expect(try read(bytes).count <= 2) } catch { #expect(error is Refusal) }
    }
}
