import Testing

extension RealProgram.IntakeDoor {
    @Test("A body of the greatest number of lines is taken; one line more is answered 413 with a remedy")
    func tooManyLines() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let sender = try house.sender("edge")
            let most = #"{"event":"first"}"# + String(repeating: "\n", count: 100_000)
            #expect(try await sender.ship(most).status == 202)
            let refused = try await sender.ship(most + "\n")
            #expect(refused.status == 413)
            #expect(refused.text.contains("more than 100000 lines"), "\(refused.text)")
            #expect(refused.text.contains("Send it in several requests"), "\(refused.text)")
            #expect(try await house.signals("$.fields.event") == ["first"], "of the refused body nothing is kept")
        }
    }
}
