"""Takes every mail and writes down one line for each: Message-ID, recipient. A recipient `gone…@` is refused for good.

Usage: mail-sink.py PORT FILE [KEEP]   KEEP: a folder for the first mails as they came
"""

import asyncio
import pathlib
import sys

port, out = int(sys.argv[1]), open(sys.argv[2], "ab", buffering=0)
keep = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
kept = 0


class Conversation(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.rest, self.data, self.recipients = transport, b"", None, []
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, bytes):
        self.rest += bytes
        answers = []
        while self.rest:
            if self.data is not None:
                end = self.rest.find(b"\r\n.\r\n")
                if end < 0:
                    break
                mail, self.rest, self.data = self.rest[: end + 2], self.rest[end + 5 :], None
                answers.append(self.take(mail))
                continue
            end = self.rest.find(b"\r\n")
            if end < 0:
                break
            line, self.rest = self.rest[:end], self.rest[end + 2 :]
            answers.append(self.answer(line))
        if answers:
            self.transport.write(b"".join(answers))
            if answers[-1].startswith(b"221"):
                self.transport.close()

    def answer(self, line):
        verb = line[:4].upper()
        if verb == b"EHLO":
            return b"250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
        if verb == b"RCPT":
            address = line[line.find(b"<") + 1 : line.find(b">")]
            if address.startswith(b"gone"):
                return b"550 5.1.1 <" + address + b">: no such user\r\n"
            self.recipients.append(address)
        if verb == b"DATA":
            if not self.recipients:
                return b"554 5.5.1 no valid recipients\r\n"
            self.data = True
            return b"354 go on\r\n"
        if verb == b"QUIT":
            return b"221 2.0.0 bye\r\n"
        return b"250 2.0.0 ok\r\n"

    def take(self, mail):
        global kept
        head = mail[: mail.find(b"\r\n\r\n")]
        start = head.lower().find(b"\r\nmessage-id:") + 13
        identity = head[start:].split(b"\r\n", 1)[0].strip()
        out.write(identity + b" " + b",".join(self.recipients) + b"\n")
        if keep and kept < 20:
            kept += 1
            (keep / f"{kept}.eml").write_bytes(mail)
        self.recipients = []
        return b"250 2.0.0 kept\r\n"


async def main():
    server = await asyncio.get_running_loop().create_server(Conversation, "127.0.0.1", port, backlog=512)
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main())
