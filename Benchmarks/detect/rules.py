"""Rules to measure with: the one that counts, and as many others as one asks for, as real rule sets have them."""

COUNTING = """\
title: Failed sign-in
name: failed
logsource: {category: authentication}
detection:
  selection: {kind: auth_failure}
  condition: selection
---
title: Many failed sign-ins from one address
id: guessing
correlation: {type: event_count, rules: [failed], group-by: [ip], timespan: 15m, condition: {gt: 3}}
"""

# Fields that the trace has and fields that it lacks; no text that it has, so that every match is the counting rule's.
SHAPES = [
    "s: {{kind: other_{n}}}",
    "s: {{message|contains: ['phrase {n}', 'wording {n}']}}",
    "s: {{service: service{n}, status: 4{n:02}}}",
    "s: {{message|startswith: 'start {n}', kind|endswith: '_{n}'}}",
    "s: {{CommandLine|contains|all: ['-enc', 'argument{n}'], Image|endswith: '\\tool{n}.exe'}}",
    "s: {{CommandLine|re: 'run[0-9]+ --with={n}'}}",
    "s: {{region: [zone-{n}, zone-{n}a], tenant|startswith: 'x{n}'}}",
    "s: {{req|contains: 'not-hex-{n}', latency_ms|gt: {n}}}",
    "s: {{message|cased|contains: 'Cased {n}'}}",
    "s: {{ip|cidr: 203.0.113.{n}/32, kind: probe_{n}}}",
]


def rule_set(count):
    """YAML of so many rules, the counting one and what it counts among them."""
    documents = [COUNTING]
    for number in range(count - 2):
        shape = SHAPES[number % len(SHAPES)].format(n=number % 250)
        condition = "s and not t" if number % 4 == 3 else "s"
        documents.append(
            f"title: Other rule {number}\nlogsource: {{category: category{number % 7}}}\ndetection:\n"
            f"  {shape}\n  t: {{service: quiet}}\n  condition: {condition}\n")
    return "---\n".join(documents)
