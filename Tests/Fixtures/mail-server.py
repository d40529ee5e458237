"""A mail server that OnRecord's authors did not write (python3-aiosmtpd) in front of a mail reader that they did not
write either (Python's email package). Each mail becomes one JSON file in FOLDER.

usage: mail-server.py PORT FOLDER
"""

import email
import email.policy
import itertools
import json
import os
import signal
import sys

from aiosmtpd.controller import Controller


class Letterbox:
    def __init__(self, folder):
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        letter = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "subject": mail["Subject"],
            "messageID": mail["Message-ID"],
            "text": mail.get_body(("plain",)).get_content(),
            "headers": {name.lower(): str(value) for name, value in mail.items()},
        }
        name = os.path.join(self.folder, f"{next(self.numbers):06}")
        with open(name, "w", encoding="utf-8") as file:
            json.dump(letter, file)
        os.rename(name, name + ".json")
        return "250 kept"


letterbox = Controller(Letterbox(sys.argv[2]), hostname="127.0.0.1", port=int(sys.argv[1]))
letterbox.start()
print("ready", flush=True)
signal.pause()
