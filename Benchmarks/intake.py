"""Log lines through the door: sent by HTTP, on disk before the answer, detected behind it.

Usage: intake.py ONRECORD HOME TRACE. Prints events per second and per CPU second of the server, from the
first byte to the last detected line, and the most memory it took.
"""

import http.client
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from processes import cpu, first_answer, free_port, peak

BODY = 8 << 20

RULE = """
title: Authentication failed
name: failure
id: failure
logsource: {category: authentication}
detection: {selection: {kind: auth_failure}, condition: selection}
---
title: More than three failures of one address within 15 minutes
id: guessing
correlation: {type: event_count, rules: [failure], group-by: [ip], timespan: 15m, condition: {gt: 3}}
onrecord: {priority: P4, class: unauthorised-access, says: We count failures., opens: nothing}
"""


def policy(folder, home):
    text = (home / "Policies/keyvault-edge.yaml").read_text()
    folder.joinpath("rule.yml").write_text(RULE)
    lines = [f"rules: [{folder}/rule.yml]" if line.startswith("rules:") else line for line in text.splitlines()]
    lines.append("alerts: {flood: {more_than: 1000, within: 1m}}")
    path = folder / "policy.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def bodies(trace):
    with open(trace, "rb") as file:
        rest = b""
        while block := file.read(BODY - 64 * 1024):
            block = rest + block
            cut = block.rfind(b"\n") + 1
            rest = block[cut:]
            yield block[:cut]
        if rest:
            yield rest


def main():
    binary, home, trace = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        public, private = free_port(), free_port()
        child = subprocess.Popen(
            [binary, "serve", "--policy", str(policy(folder, home)), "--data", name + "/data", "--catch-mail",
             "--public", f"127.0.0.1:{public}", "--private", f"127.0.0.1:{private}"],
            stdout=subprocess.DEVNULL)
        try:
            first_answer(private, "/readyz")
            secrets = json.loads((folder / "data/secrets.json").read_text())
            source = {"Authorization": f"Bearer {secrets['sources']['edge']}"}
            operator = {"Authorization": f"Bearer {secrets['operatorKey']}"}
            connection = http.client.HTTPConnection("127.0.0.1", private, timeout=60)

            def ask(path):
                connection.request("GET", path, headers=operator)
                return json.loads(connection.getresponse().read())

            lines, began, before = 0, time.monotonic(), cpu(child.pid)
            for body in bodies(trace):
                while True:
                    connection.request("POST", "/in/ndjson", body, source)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status == 202:
                        break
                    if answer.status != 503:
                        raise SystemExit(f"the intake answered {answer.status}")
                    time.sleep(0.2)
                lines += body.count(b"\n")
            stored = time.monotonic() - began
            while (state := ask("/api/v1/detection"))["read"] < state["stored"]:
                time.sleep(0.02)
            seconds, used = time.monotonic() - began, (cpu(child.pid) - before) / 1000
            memory = peak(child.pid)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(30)
        # The first thousand within a minute are listed one by one; the rest of a storm is counted together.
        store = sqlite3.connect(folder / "data/onrecord.sqlite")
        rows = store.execute("SELECT body FROM alerts ORDER BY number")
        found = [json.loads(body)["group"]["ip"] for (body,) in rows if b'"ip"' in body]
        rule = str(folder / "rule.yml")
        offline = subprocess.run([binary, "detect", "--rules", rule, trace], stdout=subprocess.PIPE, check=True)
        expected = [json.loads(line)["group"]["ip"] for line in offline.stdout.splitlines()]
    print(
        f"intake     {lines:,} events: {lines / seconds:,.0f}/s, {lines / used:,.0f} per CPU s ({used:.2f} CPU s); "
        f"answered after {stored:.2f} s, detected after {seconds:.2f} s; peak {memory:.0f} MiB; "
        f"{len(found)} alerts listed, the first of {len(expected)}")
    if found != expected[: len(found)] or len(found) < min(len(expected), 1000):
        raise SystemExit("the alerts differ from those found offline")


main()
