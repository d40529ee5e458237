"""Notices to many: one breach, every customer told once.

Usage: mail.py ONRECORD HOME [--speed N] [--postfix N] [--kills N]

First the sender alone, against Postfix's smtp-source and into Postfix's smtp-sink, turn by turn in one run: mails per CPU
second of the sender. OnRecord's figure holds all of it: the confirmation, a personal mail for each customer, and the
outcome of each on disk. Then through a real Postfix to a sink that counts, while the server is killed: as many distinct
Message-IDs have to arrive as there are customers.
"""

import argparse
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from processes import cpu, first_answer, free_port, peak

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Tests/Fixtures"
PYTHON = "/usr/bin/python3"


def wait_for_port(port, deadline=60):
    import socket
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nothing listens on port {port}")


class Sink:
    """Postfix's smtp-sink; it ends by itself after so many mails."""

    def __init__(self, count):
        self.port = free_port()
        self.process = subprocess.Popen(
            ["smtp-sink", "-u", "nobody", "-M", str(count), f"127.0.0.1:{self.port}", "1024"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port)

    def wait(self):
        self.process.wait(timeout=600)


class House:
    """A server with its data folder; it may be killed and started again."""

    def __init__(self, binary, home, relay, dkim="relay"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="onrecord-mail-"))
        self.public, self.private = free_port(), free_port()
        self.binary, self.home, self.relay = binary, home, relay
        text = (home / "Policies/keyvault-edge.yaml").read_text().replace("../Rules", f"{home}/Rules")
        text = text.replace("\nmail:\n", "\nmail:\n  bounces: in.keyvault.example\n  connections: 8\n")
        text = "\n".join(f"  dkim: {dkim}" if line.startswith("  dkim:") else line for line in text.splitlines()) + "\n"
        self.policy = self.folder / "policy.yaml"
        self.policy.write_text(text)
        self.start()

    def start(self):
        environment = {**os.environ, "ONRECORD_SMTP": f"smtp://127.0.0.1:{self.relay}", "ONRECORD_HOME": str(self.home)}
        self.process = subprocess.Popen(
            [self.binary, "serve", "--policy", self.policy, "--data", self.folder / "data",
             "--public", f"127.0.0.1:{self.public}", "--private", f"127.0.0.1:{self.private}"],
            stdout=subprocess.DEVNULL, stderr=open(self.folder / "errors", "ab"), env=environment)
        try:
            first_answer(self.private, "/healthz")
        except SystemExit:
            sys.stderr.write((self.folder / "errors").read_text())
            raise

    def ask(self, method, path, body=None):
        key = json.loads((self.folder / "data/secrets.json").read_text())["operatorKey"]
        connection = http.client.HTTPConnection("127.0.0.1", self.private, timeout=300)
        connection.request(method, path, json.dumps(body) if body is not None else None,
                           {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:500]}")
        return json.loads(text)

    def fill(self, count):
        for start in range(0, count, 20_000):
            self.ask("POST", "/api/v1/customers", [
                {"id": f"c{n}", "name": f"Customer Number {n}", "mail": f"security@c{n % 5000}.customer.example",
                 "periodPrice": 4900, "currency": "EUR"} for n in range(start, min(start + 20_000, count))])
        self.incident = self.ask(
            "POST", "/api/v1/incidents", {"class": "unauthorised-access", "title": "Keys were copied"})["id"]
        self.ask("POST", f"/api/v1/incidents/{self.incident}/scope", {"all_customers": True, "data": ["keys"]})

    def confirm(self):
        self.ask("POST", f"/api/v1/incidents/{self.incident}/confirmation", {})

    def progress(self):
        return self.ask("GET", f"/api/v1/incidents/{self.incident}/notices")[-1]

    def wait_until_all_are_accepted(self, deadline=1200):
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            now = self.progress()
            if now["waiting"] + now["deferred"] == 0:
                return now
            time.sleep(0.2)
        raise SystemExit(f"not all were accepted: {self.progress()}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def smtp_source(count):
    sink = Sink(count)
    began = time.monotonic()
    sender = subprocess.Popen(
        ["smtp-source", "-s", "10", "-d", "-m", str(count), "-l", "6000", "-N", "-f", "incidents@keyvault.example",
         "-t", "user@customer.example", f"127.0.0.1:{sink.port}"], stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(sender.pid, 0)
    sink.wait()
    seconds = time.monotonic() - began
    return count / seconds, count / (usage.ru_utime + usage.ru_stime), 0


def onrecord(binary, home, count, dkim):
    # On-call is paged with the first alert and at each escalation: those mails are let in, too.
    sink = Sink(10 * count)
    house = House(binary, home, sink.port, dkim)
    try:
        house.fill(count)
        time.sleep(2)
        before, began = cpu(house.process.pid), time.monotonic()
        house.confirm()
        now = house.wait_until_all_are_accepted()
        seconds, used = time.monotonic() - began, (cpu(house.process.pid) - before) / 1000
        if now["accepted"] != count:
            raise SystemExit(f"{now}")
        return count / seconds, count / used, peak(house.process.pid)
    finally:
        house.stop()
        sink.process.kill()
        sink.process.wait()


def speed(binary, home, count):
    print(f"notices to {count:,} customers, into smtp-sink on this machine", flush=True)
    print(f"{'sender':<46} {'mails/s':>9} {'per sender CPU s':>17} {'MiB':>6}")
    rows = [
        ("smtp-source, 10 sessions, nothing written", lambda: smtp_source(count)),
        ("onrecord, personal mail, outcome on disk", lambda: onrecord(binary, home, count, "relay")),
    ]
    best = {}
    for _ in range(2):
        for name, run in rows:
            rate, per_cpu, memory = run()
            best[name] = max(best.get(name, 0), per_cpu)
            print(f"{name:<46} {rate:>9,.0f} {per_cpu:>17,.0f} {memory or '':>6.4}", flush=True)
    ratio = best[rows[1][0]] / best[rows[0][0]]
    print(f"onrecord does {ratio:.2f} times the mails of smtp-source in a CPU second")
    signed = max(1, count // 10)
    for name, dkim in [("the same, Ed25519 and RSA-2048 signatures", "{selector: or1, ed25519: or2}")]:
        rate, per_cpu, memory = onrecord(binary, home, signed, dkim)
        print(f"{name:<46} {rate:>9,.0f} {per_cpu:>17,.0f} {memory:>6.4}", flush=True)


def through_postfix(binary, home, count, kills):
    # Where Postfix's own user is let in.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="onrecord-postfix-", dir="/tmp"))
    folder.chmod(0o755)
    arrived = folder / "arrived"
    arrived.touch()
    sink_port, submit = free_port(), free_port()
    sink = subprocess.Popen([PYTHON, FIXTURES / "mail-sink.py", str(sink_port), arrived], stdout=subprocess.DEVNULL)
    wait_for_port(sink_port)
    postfix = subprocess.Popen(
        [PYTHON, FIXTURES / "postfix.py", folder / "postfix", str(submit), str(sink_port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for_port(submit)
    house = House(binary, home, submit)
    chance = random.Random(7)
    try:
        house.fill(count)
        began = time.monotonic()
        house.confirm()
        killed = 0
        for share in sorted(chance.uniform(0.05, 0.9) for _ in range(kills)):
            while (now := house.progress())["accepted"] < share * count:
                time.sleep(0.05)
            house.kill()
            killed += 1
            print(f"  killed at {now['accepted']:,} of {now['total']:,} accepted", flush=True)
            house.start()
        now = house.wait_until_all_are_accepted()
        accepted = time.monotonic() - began
        ids, lines, quiet = set(), 0, 0
        while len(ids) < count and quiet < 300:
            notices = [line.split() for line in arrived.read_text().splitlines() if "oncall@" not in line]
            quiet = quiet + 1 if len(notices) == lines else 0
            ids, lines = {line[0] for line in notices}, len(notices)
            time.sleep(0.2)
        recipients = {}
        for identity, recipient in notices:
            recipients.setdefault(identity, set()).add(recipient)
        twice = sum(len(each) > 1 for each in recipients.values())
        seconds = time.monotonic() - began
        print(f"  accepted by Postfix after {accepted:,.0f} s, all at the sink after {seconds:,.0f} s; "
              f"{count / accepted:,.0f} mails/s with {killed} kills between")
        print(f"  customers {count:,}, distinct Message-IDs at the sink {len(ids):,}, mails {lines:,}, "
              f"one Message-ID for two recipients {twice}")
        print(f"  progress says {now['accepted']:,} accepted, {now['refused']} refused, {now['bounced']} bounced; "
              f"promise: {now.get('promise') or 'kept'}")
        return len(ids) == count and twice == 0 and now["accepted"] == count
    finally:
        house.stop()
        os.killpg(postfix.pid, signal.SIGKILL)
        sink.kill()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary")
    arguments.add_argument("home", type=pathlib.Path)
    arguments.add_argument("--speed", type=int, default=50_000)
    arguments.add_argument("--postfix", type=int, default=100_000)
    arguments.add_argument("--kills", type=int, default=3)
    asked = arguments.parse_args()
    if asked.speed:
        speed(asked.binary, asked.home, asked.speed)
    if asked.postfix:
        print(f"notices to {asked.postfix:,} customers through Postfix, the server killed on the way", flush=True)
        if not through_postfix(asked.binary, asked.home, asked.postfix, asked.kills):
            raise SystemExit("mails are missing, or went to the wrong place")


main()
