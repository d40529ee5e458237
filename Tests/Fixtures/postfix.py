"""A Postfix of its own in a folder: takes mail on one port and hands it all to another one. Stays in the foreground.

Usage: postfix.py FOLDER PORT RELAY [HOST=PORT ...]   mail for HOST goes to PORT of this machine instead
"""

import os
import pathlib
import pwd
import shutil
import subprocess
import sys

folder, port, relay = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
routes = [route.split("=") for route in sys.argv[4:]]
settings, queue, data = folder / "settings", folder / "queue", folder / "data"
for each in (settings, queue, data):
    each.mkdir(parents=True, exist_ok=True)
user = pwd.getpwnam("postfix")
os.chown(data, user.pw_uid, user.pw_gid)
transport = ", ".join(f"{{{host}=smtp:[127.0.0.1]:{to}}}" for host, to in routes)
(settings / "main.cf").write_text(f"""compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mta.example
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:{relay}
transport_maps = inline:{{ {transport or "{unused.invalid=error:}"} }}
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_message_rate_limit = 0
in_flow_delay = 0
qmgr_message_active_limit = 60000
qmgr_message_recipient_limit = 60000
default_destination_concurrency_limit = 20
initial_destination_concurrency = 20
minimal_backoff_time = 5s
queue_run_delay = 5s
max_use = 100000
maillog_file =
""")
(settings / "master.cf").write_text(f"""127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
""")
subprocess.run(["/usr/sbin/postfix", "-c", settings, "check"], check=True, stdout=sys.stderr)
# `-d` keeps it in this process group, so that whoever started it can end all of it.
os.execv("/usr/lib/postfix/sbin/master", ["master", "-c", str(settings), "-d"])
