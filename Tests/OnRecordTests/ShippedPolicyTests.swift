import OnRecord
import SQLiteStore
import Testing

@Suite("The policies that ship")
struct ShippedPolicyTests {
    static let names = ["keyvault-edge", "katafract", "wrl", "starter"]

    @Test("Each loads with its rules", arguments: names)
    func loads(name: String) throws {
        let policy = try Checkout.policy(name)
        #expect(!policy.promises.isEmpty)
        #expect(!policy.openings.isEmpty)
        // Somebody is woken by each, whatever was detected.
        #expect(policy.playbook.contains { $0.on == .detected && $0.when == Condition() && $0.verbs.contains(.page) })
    }

    @Test("No other policy ships untested")
    func allAreNamed() throws {
        let shipped = try Checkout.files(in: "Policies", endingIn: ".yaml")
        #expect(shipped == Self.names.map { "Policies/\($0).yaml" }.sorted())
    }

    @Test("A first drill touches what each promises, and keeps all of it", arguments: names)
    func drills(name: String) throws {
        let policy = try Checkout.policy(name)
        var rehearsal = try Rehearsal(
            policy: policy, store: SQLiteStore.inMemory(), starting: Cast.start, random: CountingRandom())
        let lines = try rehearsal.run()
        #expect(Set(lines.map(\.promise.id)) == Set(policy.promises.map(\.id)))
        #expect(lines.filter { ($0.clock?.word ?? "kept") != "kept" }.map { "\($0.promise.id) on \($0.subject)" } == [])
        // A severity in which no class begins is for people to choose.
        let chosen = policy.severities.map(\.id).filter { id in !policy.classes.contains { $0.severity == id } }
        #expect(lines.filter { $0.clock == nil && !chosen.map { .severity($0) }.contains($0.promise.source) } == [])
    }

    @Test("The three sources promise what they publish")
    func figures() throws {
        let keyvault = try Checkout.policy("keyvault-edge")
        #expect(keyvault.promise("acknowledge")?.within == .elapsed(.minutes(5)))
        #expect(keyvault.promise("tell-customers")?.within == .elapsed(.minutes(15)))
        #expect(keyvault.promise("contain")?.within == .elapsed(.hours(1)))
        #expect(keyvault.promise("rollback")?.within == .elapsed(.minutes(2)))
        #expect(keyvault.promise("forensics")?.within == .elapsed(.hours(24)))
        #expect(keyvault.promise("post-mortem")?.within == .elapsed(.hours(72)))
        #expect(keyvault.promise("post-mortem")?.from == .contained)
        #expect(keyvault.postMortem.parts.count == 5)

        let katafract = try Checkout.policy("katafract")
        #expect(katafract.promise("post-mortem-security")?.within == .elapsed(.days(7)))
        #expect(katafract.promise("post-mortem-outage")?.within == .elapsed(.days(14)))
        #expect(katafract.promise("degradation-note")?.within == .nextMonthlyNote)
        #expect(katafract.promise("report-answer")?.within == .businessDays(3))

        let wrl = try Checkout.policy("wrl")
        #expect(wrl.openings.values.map(\.priority).sorted().prefix(3) == [1, 1, 1])
        #expect(wrl.openings.count == 11)
        #expect(wrl.promise("acknowledge-SEV-1")?.within == .elapsed(.minutes(30)))
        #expect(wrl.promise("acknowledge-SEV-1")?.bestEffort == true)
        #expect(wrl.promise("acknowledge-SEV-4")?.within == .businessDays(1))
        #expect(wrl.actions.count == 7)
    }
}
