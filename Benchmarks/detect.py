#!/usr/bin/env python3
"""Measures detection beside a peer that does nothing else: one rule in C++ with simdjson.

    Benchmarks/detect.py [--onrecord PATH] [--events 2000000] [--runs 3] [--folder DIR]

Both read the same trace, one after the other in each run, and must give the same alerts. What counts is CPU time of the
process (user and system, start-up and rule loading included), because machines are shared. A second trace holds
addresses whose failures lie exactly on the rule's edges; a third figure is what 500 rules cost against 5.
Needs g++ and libsimdjson-dev. Ends with 1 if any list of alerts is wrong.
"""
import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "detect"))
from rules import rule_set  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ALERTING = ["guessing", "quick", "spread", "edge", "sustained"]


def measure(arguments, trace=None):
    """Standard output, CPU seconds and peak resident MiB of one process."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(arguments, stdin=open(trace, "rb") if trace else subprocess.DEVNULL, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)} ended with {process.returncode}")
        out.seek(0)
        return out.read().decode(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def detect(onrecord, rules, trace):
    out, cpu, memory = measure([onrecord, "detect", "--rules", rules, "--format", "ndjson", trace])
    matches = [json.loads(line) for line in out.splitlines() if line]
    found = [match for match in matches if match["rule"] == "guessing"]
    return [f"{milliseconds(match['at'])} {match['group']['ip']}" for match in found], cpu, memory


def milliseconds(moment):
    """The peer writes moments as it counts them."""
    return round(datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)


def peer(program, trace):
    out, cpu, memory = measure([program], trace)
    return out.splitlines(), cpu, memory


def make_trace(folder, name, events, *more):
    paths = os.path.join(folder, f"{name}.ndjson"), os.path.join(folder, f"{name}.truth.json")
    if not all(map(os.path.exists, paths)):
        script = os.path.join(HERE, "detect", "trace.py")
        subprocess.run(
            [sys.executable, script, "--events", str(events), "--out", paths[0], "--truth", paths[1], *more], check=True)
    with open(paths[1]) as truth:
        return paths[0], json.load(truth)


def main():
    parser = argparse.ArgumentParser(description="Measures detection beside a one-rule peer in C++.")
    parser.add_argument("--onrecord", default=os.path.join(HERE, "..", ".build", "release", "onrecord"))
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", help="where the traces are kept for the next time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or scratch
        os.makedirs(folder, exist_ok=True)
        sys.exit(0 if report(options, folder, scratch) else 1)


def report(options, folder, scratch):
    trace, _ = make_trace(folder, f"plain-{options.events}", options.events)
    hard, truth = make_trace(folder, f"hard-{options.events}", options.events, "--hard")
    program = os.path.join(scratch, "one_rule")
    source = os.path.join(HERE, "detect", "one_rule.cpp")
    subprocess.run(["g++", "-std=c++20", "-O3", "-march=native", "-o", program, source, "-lsimdjson"], check=True)
    rules = {}
    for count in (2, 5, 500):
        rules[count] = os.path.join(scratch, f"{count}.yml")
        with open(rules[count], "w") as file:
            file.write(rule_set(count))

    runs, good = {"peer": [], 2: [], 5: [], 500: []}, True
    for _ in range(options.runs):
        expected, *cost = peer(program, trace)
        runs["peer"].append(cost)
        for count in (2, 5, 500):
            alerts, *cost = detect(options.onrecord, rules[count], trace)
            runs[count].append(cost)
            good &= alerts == expected

    def cpu(name):
        return statistics.median(cost[0] for cost in runs[name])

    def row(title, name):
        memory = max(cost[1] for cost in runs[name])
        rate = options.events / cpu(name)
        print(f"{title:34} {rate:12,.0f} {rate * cpu('peer') / options.events:8.2f} {memory:8.0f}")

    print(f"{'':34} {'events/CPU s':>12} {'of peer':>8} {'RSS MiB':>8}")
    row("C++ simdjson, one rule built in", "peer")
    row("onrecord detect, that rule", 2)
    row("onrecord detect, 5 rules", 5)
    row("onrecord detect, 500 rules", 500)
    print(f"500 rules cost {cpu(500) / cpu(5):.2f} times what 5 cost")
    print(f"alerts on {options.events:,} events: {len(expected):,}, {'the same from both' if good else 'DIFFERENT'}")

    expected, _, _ = peer(program, hard)
    alerts, _, _ = detect(options.onrecord, rules[2], hard)
    due = {address for name in ALERTING for address in truth[name]}
    named = {alert.split()[1] for alert in alerts}
    exact = alerts == expected and named == due
    print(
        f"on the edges: {len(due):,} addresses due, {len(due - named)} missed, {len(named - due)} false; "
        f"{'alerts the same from both' if alerts == expected else 'alerts DIFFERENT'}")
    return good and exact


main()
