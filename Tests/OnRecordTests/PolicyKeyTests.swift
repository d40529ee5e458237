import Testing

/// One mistake at a time in a policy that is otherwise sound: it is the only one reported.
@Suite("A mistake in a policy's shape")
struct PolicyKeyTests {
    @Test("An unknown key is refused with the one that was probably meant")
    func unknownKey() {
        expect(
            "retention: {",
            becomes: "retentoin: {",
            isRefused: """
                ?
                """)
    }

    @Test("An unknown key deeper down is named with its path")
    func nestedKey() {
        expect(
            "time_zone: Europe",
            becomes: "timezone: Europe",
            isRefused: """
                ?
                """)
    }

    @Test("An unknown key that resembles none is to be removed")
    func strangeKey() {
        expect(
            "says: The full price of the affected period.",
            becomes: """
                says: The full price of the affected period.
                  telephone: none
                """,
            isRefused: """
                ?
                """)
    }

    @Test("A format this program does not know")
    func format() {
        expect(
            "onrecord: 1",
            becomes: "onrecord: 2",
            isRefused: """
                ?
                """)
    }

    @Test("No format at all is one mistake, not two")
    func noFormat() {
        expect(
            "onrecord: 1\n",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A list where a mapping belongs")
    func listForMapping() {
        expect(
            "when: {involves: tokens}\n  says",
            becomes: "when: [tokens]\n  says",
            isRefused: """
                ?
                """)
    }

    @Test("A mapping where a list belongs")
    func mappingForList() {
        expect(
            "sources: [{id: edge}]",
            becomes: "sources: {id: edge}",
            isRefused: """
                ?
                """)
    }

    @Test("A list where a text belongs")
    func listForText() {
        expect(
            "name: Example Vault\n  site",
            becomes: "name: [Example, Vault]\n  site",
            isRefused: """
                ?
                """)
    }

    @Test("An id with a blank in it")
    func identifier() {
        expect(
            "id: proxy",
            becomes: "id: data plane",
            isRefused: """
                ?
                """)
    }

    @Test("An id that stands twice")
    func repeatedID() {
        expect(
            "id: contain,",
            becomes: "id: acknowledge,",
            isRefused: """
                ?
                """)
    }
}
