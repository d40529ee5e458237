"""A target for Prometheus: answers every request with one metric. Usage: exporter.py PORT"""
import http.server
import sys


class Metrics(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"# TYPE vault_ready gauge\nvault_ready 1\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Metrics)
print("ready", flush=True)
server.serve_forever()
