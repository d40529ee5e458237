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
                policy.yaml:91: retentoin is an unknown key; expected one of onrecord, organisation, services, data_sets, \
                severities, classes, sources, listeners, signals, patterns, rules, probes, probe_reference, upstreams, \
                alerts, promises, duties, playbook, actions, on_call, mail, templates, post_mortem, credits, retention. Did you mean `retention`?
                """)
    }

    @Test("An unknown key deeper down is named with its path")
    func nestedKey() {
        expect(
            "time_zone: Europe",
            becomes: "timezone: Europe",
            isRefused: """
                policy.yaml:6: organisation.timezone is an unknown key; expected one of name, site, contact, \
                time_zone, holidays, since. Did you mean `time_zone`?
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
                policy.yaml:91: credits.telephone is an unknown key; expected one of when, says, amount, connector, \
                key_from. Remove it.
                """)
    }

    @Test("A format this program does not know")
    func format() {
        expect(
            "onrecord: 1",
            becomes: "onrecord: 2",
            isRefused: """
                policy.yaml:1: onrecord is “2”; expected 1. This program reads policies of format 1.
                """)
    }

    @Test("No format at all is one mistake, not two")
    func noFormat() {
        expect(
            "onrecord: 1\n",
            becomes: "",
            isRefused: """
                policy.yaml:1: onrecord is missing; expected a text. Add `onrecord:`.
                """)
    }

    @Test("A list where a mapping belongs")
    func listForMapping() {
        expect(
            "when: {involves: tokens}\n  says",
            becomes: "when: [tokens]\n  says",
            isRefused: """
                policy.yaml:89: credits.when is a list; expected a mapping of keys. Write it as `key: value` lines.
                """)
    }

    @Test("A mapping where a list belongs")
    func mappingForList() {
        expect(
            "sources: [{id: edge}]",
            becomes: "sources: {id: edge}",
            isRefused: """
                policy.yaml:22: sources is a mapping; expected a list. Start each element with `- `.
                """)
    }

    @Test("A list where a text belongs")
    func listForText() {
        expect(
            "name: Example Vault\n  site",
            becomes: "name: [Example, Vault]\n  site",
            isRefused: """
                policy.yaml:3: organisation.name is a list; expected a text. Write one line of text.
                """)
    }

    @Test("An id with a blank in it")
    func identifier() {
        expect(
            "id: proxy",
            becomes: "id: data plane",
            isRefused: """
                policy.yaml:10: services[0].id is “data plane”; expected letters, digits, `-` and `_`, at most 64. \
                Shorten it or replace other characters.
                """)
    }

    @Test("An id that stands twice")
    func repeatedID() {
        expect(
            "id: contain,",
            becomes: "id: acknowledge,",
            isRefused: """
                policy.yaml:27: promises is a list with “acknowledge” twice; expected each id once. Rename one of \
                the two.
                """)
    }
}
