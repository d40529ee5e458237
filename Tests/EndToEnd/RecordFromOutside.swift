import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("The record, checked from outside") struct RecordFromOutside {}
}

extension RealProgram.RecordFromOutside {
    @Test("After one byte of any of its files has changed, verification fails and names the file")
    func oneByte() async throws {
        let house = try Installation()
        try await house.serving { _ in try await house.confirmedIncident("Unknown admin session") }
        let record = "\(house.data)/record"
        #expect(try await Program.run("record", "verify", record).status == 0)

        let files = try files(in: record)
        for kind in ["checkpoint", "tile/0/", "tile/entries/", "text/"] {
            #expect(files.contains { $0.hasPrefix(kind) }, "\(kind)")
        }
        for file in files where file != "vkey" {
            let whole = try Data(contentsOf: URL(fileURLWithPath: "\(record)/\(file)"))
            for position in Set([0, whole.count / 2, whole.count - 1]) {
                var changed = whole
                changed[position] ^= 1
                try changed.write(to: URL(fileURLWithPath: "\(record)/\(file)"))
                let outcome = try await Program.run("record", "verify", record)
                #expect(outcome.status == 1, "\(file), byte \(position)")
                #expect(outcome.output.contains(file), "\(file), byte \(position): \(outcome.output)")
                #expect(outcome.output.contains("NOT whole"))
            }
            try whole.write(to: URL(fileURLWithPath: "\(record)/\(file)"))
        }
        #expect(try await Program.run("record", "verify", record).status == 0)
    }

    @Test("A checkpoint kept from an earlier visit, and the key noted then, still hold; a stranger's do not")
    func earlierVisit() async throws {
        let (house, stranger) = (try Installation(), try Installation())
        try await house.moveIn()
        let record = "\(house.data)/record"
        let key = try String(contentsOfFile: "\(record)/vkey", encoding: .utf8).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let earlier = house.folder / "earlier"
        try FileManager.default.copyItem(atPath: "\(record)/checkpoint", toPath: earlier)
        try await house.serving { _ in try await house.confirmedIncident("Unknown admin session") }
        let grown = try await Program.run("record", "verify", record, "--key", key, "--since", earlier)
        #expect(grown.status == 0, "\(grown.output)")

        try await stranger.moveIn()
        let other = "\(stranger.data)/record"
        #expect(try await Program.run("record", "verify", other, "--key", key).status == 1)
        #expect(try await Program.run("record", "verify", other, "--since", earlier).status == 1)
    }

    @Test("A record that is not there, or is missing a file, is not taken for whole")
    func missing() async throws {
        let house = try Installation()
        try await house.moveIn()
        let record = "\(house.data)/record"
        #expect(try await Program.run("record", "verify", house.folder / "nowhere").status == 1)
        let entries = try #require(try files(in: record).first { $0.hasPrefix("tile/entries/") })
        try FileManager.default.removeItem(atPath: "\(record)/\(entries)")
        let outcome = try await Program.run("record", "verify", record)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains(entries))
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}
