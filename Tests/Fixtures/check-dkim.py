"""Verifies every DKIM signature of a mail with Debian's dkimpy, which shares no code with ours.

Usage: check-dkim.py MAIL ZONE   prints one line for each signature: algorithm, selector, the header fields, pass or fail
"""

import re
import sys

import dkim

mail = open(sys.argv[1], "rb").read()
records = {}
for line in open(sys.argv[2]):
    name, strings = line.split(" IN TXT ", 1)
    records[name.encode()] = "".join(re.findall(r'"([^"]*)"', strings)).encode()


def look_up(name, timeout=5):
    return records.get(name)


verifier = dkim.DKIM(mail)
count = sum(1 for name, _ in verifier.headers if name.lower() == b"dkim-signature")
for index in range(count):
    try:
        good = verifier.verify(idx=index, dnsfunc=look_up)
    except dkim.DKIMException as problem:
        good = f"fail ({problem})"
    signature = dkim.util.parse_tag_value(
        [value for name, value in verifier.headers if name.lower() == b"dkim-signature"][index])
    words = [signature[tag].decode().replace("\r\n", "") for tag in (b"a", b"s", b"h")]
    print(*words, "pass" if good is True else good)
