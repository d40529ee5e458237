"""A containment hook in another language than OnRecord's. It answers POST /hook with STATUS, redirects to
/elsewhere where the status asks for it, and answers everything else with 200. Each request becomes one line of JSON.
Its signature is computed here from the secret (Standard Webhooks).

usage: hook-server.py PORT STATUS SECRET
"""

import base64
import hashlib
import hmac
import http.server
import json
import sys

port, status, secret = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


class Hook(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        signed = f"{headers.get('webhook-id')}.{headers.get('webhook-timestamp')}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        request = {"path": self.path, "headers": headers, "body": body.decode(), "signature": "v1," + code}
        print(json.dumps(request), flush=True)
        answer = status if self.path == "/hook" else 200
        self.send_response(answer)
        if 300 <= answer < 400:
            self.send_header("Location", f"http://127.0.0.1:{port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Hook)
print("ready", flush=True)
server.serve_forever()
