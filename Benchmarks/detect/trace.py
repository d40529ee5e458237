#!/usr/bin/env python3
"""Writes a made-up trace of log events, the same bytes for the same seed: one JSON object a line, about 240 bytes.

    trace.py --events 2000000 --seed 1 --out events.ndjson --truth truth.json [--hard]

A hundredth of the events are failed sign-ins of people who mistype (at most three each), and a few thousand more
come in bursts from addresses that guess. --hard adds addresses whose failures lie exactly on the edges of the rule
"more than 3 in 15 minutes":

    quick      4 in 9 s                                   alerts
    spread     4 over 13.5 min                            alerts
    edge       4, the last exactly 15 min after the first alerts
    beyond     the same and one millisecond more          does not alert
    steady     one every 306 s, all day                   does not alert
    pause      3, a pause of 15.5 min, 3 more             does not alert
    sustained  one every 20 s for two hours               alerts

The truth file names, for each class, its addresses.
"""
import argparse
import heapq
import json
import random

START_DAY = 5  # of January 2026
SPAN = 6 * 3600 * 1000
CLASS_SIZE = 200

# share of a thousand, service, kind, status, message
BACKGROUND = [
    (560, "capture", "capture_ok", 200, "capture stored, signed and stamped, index entry written"),
    (240, "proxy", "http_2xx", 200, "request answered from the cache of the upstream host"),
    (130, "auth", "auth_ok", 200, "key accepted and a session opened for the tenant's client"),
    (45, "api", "http_4xx", 404, "nothing is stored under the requested name or version"),
    (15, "api", "http_5xx", 503, "an upstream answered with an error and was not asked again"),
    (10, "mail", "email_bounce", 550, "the receiving server refuses the recipient's address"),
]
FAILURE = ("auth", "auth_failure", 401, "key refused because no such key is known or it was revoked")
HARD = {
    "quick": [0, 3000, 6000, 9000],
    "spread": [0, 270_000, 540_000, 810_000],
    "edge": [0, 300_000, 600_000, 900_000],
    "beyond": [0, 300_000, 600_000, 900_001],
    "pause": [0, 30_000, 60_000, 990_000, 1_020_000, 1_050_000],
    "sustained": [second * 20_000 for second in range(360)],
}


def failures(chance, events, hard):
    """(time, address, tenant) of every failed sign-in, and the addresses of each class."""
    found, classes = [], {"guessing": []}
    for number in range(events // 100):
        address = f"100.{64 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
        if number % 20 == 0:
            address = f"2001:db8:{number & 0xffff:x}::1"
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            found.append((chance.randrange(SPAN), address, chance.randrange(10_000)))
    for number in range(events * 3 // 4000):
        address = f"198.18.{number >> 8 & 255}.{number & 255}"
        classes["guessing"].append(address)
        start = chance.randrange(SPAN - 100_000)
        for _ in range(chance.randrange(8, 40)):
            found.append((start + chance.randrange(90_000), address, number % 10_000))
    for place, (name, offsets) in enumerate(HARD.items()) if hard else ():
        classes[name] = [f"198.19.{place}.{number}" for number in range(CLASS_SIZE)]
        for address in classes[name]:
            start = chance.randrange(SPAN - offsets[-1])
            found += [(start + offset, address, 17) for offset in offsets]
    if hard:
        classes["steady"] = [f"198.19.99.{number}" for number in range(CLASS_SIZE)]
        for address in classes["steady"]:
            found += [(time, address, 18) for time in range(chance.randrange(306_000), SPAN, 306_000)]
    return sorted(found), classes


def background(chance, count):
    weights = [row[0] for row in BACKGROUND]
    rows = chance.choices(BACKGROUND, weights, k=count)
    for number, (_, *row) in enumerate(rows):
        tenant = int(10_000 ** chance.random()) - 1  # few are busy, most are quiet
        yield number * SPAN // count, f"100.96.{tenant >> 8}.{tenant & 255}", tenant, row


def stamp(time):
    second, millisecond = divmod(time, 1000)
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return f"2026-01-{START_DAY:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z"


def main():
    parser = argparse.ArgumentParser(description="Writes a made-up trace of log events.")
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--hard", action="store_true")
    options = parser.parse_args()

    chance = random.Random(options.seed)
    failed, classes = failures(chance, options.events, options.hard)
    others = background(chance, options.events - len(failed))
    failed = ((time, address, tenant, FAILURE) for time, address, tenant in failed)
    with open(options.out, "w", buffering=1 << 20) as out:
        events = heapq.merge(others, failed, key=lambda event: event[0])
        for number, (time, address, tenant, row) in enumerate(events):
            service, kind, status, message = row
            out.write(
                f'{{"ts":"{stamp(time)}","service":"{service}","kind":"{kind}","tenant":"t{tenant:05}",'
                f'"ip":"{address}","status":{status},"latency_ms":{chance.randrange(3, 120)},'
                f'"region":"eu-{number % 4}","req":"{chance.getrandbits(64):016x}","message":"{message}"}}\n')
    with open(options.truth, "w") as truth:
        json.dump(classes, truth, indent=1)


main()
