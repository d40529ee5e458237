import Testing

@Suite("The middle is values and functions")
struct PurityTests {
    /// What each pure room may import. Foundation is here for its time zones, JSON and ICU's regular expressions.
    static let rooms: [(room: String, imports: Set<String>)] = [
        ("OnRecord", ["Foundation", "Crypto", "Sigma", "Yams"]),
        ("Sigma", ["Yams"]),
        ("TransparencyLog", ["Crypto", "Foundation"]),
    ]

    @Test("No pure room reads clock, chance, disk, network or process, or imports what could", arguments: rooms)
    func pure(room: String, imports: Set<String>) throws {
        let check = try SourceCheck.purity(imports: imports)
        let files = try Checkout.files(in: "Sources/\(room)", endingIn: ".swift")
        #expect(files.count > 20)
        let findings = try files.flatMap { check.findings(in: try Checkout.text($0), at: $0) }
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test(
        "The guard knows what it guards against",
        arguments: [
            "let now = Date()", "let now = Date.now", "let clock = ContinuousClock()", "let n = Int.random(in: 0..<9)",
            "let one = names.randomElement()", "let id = UUID()", "var chance = SystemRandomNumberGenerator()",
            "let files = FileManager.default", "let text = try String(contentsOfFile: path, encoding: .utf8)",
            "let data = try Data(contentsOf: url)", "try data.write(to: url)", "URLSession.shared", "print(state)",
            "    print(\"here\")", "let home = ProcessInfo.processInfo.environment", "import NIOCore",
            "public import FoundationNetworking", "@preconcurrency import Dispatch", "import struct Glibc.timespec",
            "let key = Curve25519.Signing.PrivateKey()", "try await Task.sleep(for: .seconds(1))",
        ])
    func bites(line: String) throws {
        let check = try SourceCheck.purity(imports: ["Foundation"])
        let findings = check.findings(in: "// A file.\n\(line)\n", at: "Sources/OnRecord/Bad.swift")
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("Sources/OnRecord/Bad.swift:2: ") == true)
    }

    @Test(
        "And lets good code pass",
        arguments: [
            "import Foundation", "// print(state) would show it", "let a = 1  // Date() is for the shell",
            "let byte = UInt8.random(in: .min ... .max, using: &random)", "let print = fingerprint(of: key)",
            "Date(timeIntervalSince1970: 0)", "let site = \"https://vault.example\"", "let date = CivilDate(text)",
            "starts.append(contentsOf: repeatElement(false, count: 3))", "rule.fingerprint()", "let imports = 3",
        ])
    func spares(line: String) throws {
        #expect(try SourceCheck.purity(imports: ["Foundation"]).findings(in: line, at: "Good.swift") == [])
    }
}

@Suite("The house is tidy")
struct TidinessTests {
    /// Spelled in two halves, so that this file does not find itself.
    private static let leftovers = ["TO" + "DO", "FIX" + "ME", "fatalError(\"" + "unimplemented\")"]

    @Test("Nothing is left lying about")
    func noLeftovers() throws {
        var found: [String] = []
        for file in try swiftFiles() {
            for (index, line) in try Checkout.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                for leftover in Self.leftovers where line.contains(leftover) {
                    found.append("\(file):\(index + 1): \(leftover); finish it, or write it into the tracker")
                }
            }
        }
        #expect(found == [])
    }

    @Test("No source wagers on an error that will not come")
    func noForcedTry() throws {
        let forced = "try" + "!"
        var found: [String] = []
        for file in try Checkout.files(in: "Sources", endingIn: ".swift") {
            for (index, line) in try Checkout.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            where SourceCheck.withoutComment(line).contains(forced) {
                found.append("\(file):\(index + 1): \(forced) ends the process; throw, or say what happens instead")
            }
        }
        #expect(found == [])
    }

    @Test("Every file fits the head: at most 400 lines")
    func shortFiles() throws {
        let long = try swiftFiles().compactMap { file -> String? in
            let lines = try Checkout.text(file).utf8.count { $0 == 10 }
            return lines > 400 ? "\(file) has \(lines) lines; give a part of it a name and a file of its own" : nil
        }
        #expect(long == [])
    }

    /// What is written by hand: generated files are as long, and say what, their generator likes.
    private func swiftFiles() throws -> [String] {
        try (Checkout.files(in: "Sources", endingIn: ".swift") + Checkout.files(in: "Tests", endingIn: ".swift"))
            .filter { !$0.hasPrefix("Sources/OpenTelemetryProtos/") }
    }
}
