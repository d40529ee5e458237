"""Start-up and idle memory of `onrecord serve`, beside nginx in the same run.

Prints one line a program: milliseconds from exec to the first HTTP 200 (median, min and max over the starts), CPU milliseconds of
a start, and resident and proportional memory in MiB after three idle seconds.
"""

import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from processes import cpu, first_answer, free_port, memory

STARTS = 10


def measure(name, command, port, path):
    times, cpus = [], []
    for start in range(STARTS):
        began = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            times.append((first_answer(port, path) - began) * 1000)
            cpus.append(cpu(child.pid))
            if start == STARTS - 1:
                time.sleep(3)
                resident, proportional = memory(child.pid)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(20)
    print(
        f"{name:10} ready {statistics.median(times):6.1f} ms ({min(times):.1f}..{max(times):.1f})   "
        f"start {statistics.median(cpus):4.0f} CPU ms   idle {resident:5.1f} MiB resident, {proportional:5.1f} MiB proportional"
    )
    return statistics.median(times), resident


def main():
    binary, home = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        public, private = free_port(), free_port()
        ours = measure(
            "onrecord",
            [binary, "serve", "--policy", str(home / "Policies/starter.yaml"), "--data", folder + "/data", "--catch-mail",
             "--public", f"127.0.0.1:{public}", "--private", f"127.0.0.1:{private}"],
            private, "/readyz")
        if nginx := shutil.which("nginx") or shutil.which("/usr/sbin/nginx"):
            port = free_port()
            conf = pathlib.Path(folder, "nginx.conf")
            conf.write_text(
                f"daemon off; pid {folder}/pid; error_log /dev/null; worker_processes 2; events {{}} http {{ access_log off; "
                f"client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; "
                f"uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; "
                f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 ok; }} }} }}")
            peer = measure("nginx", [nginx, "-c", str(conf)], port, "/")
            print(f"ratio      ready {ours[0] / peer[0]:.1f}x, idle resident {ours[1] / peer[1]:.1f}x of nginx")


main()
