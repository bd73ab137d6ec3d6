"""A real S3-compatible server for tests: OpenStack Swift with its S3 API, all of it in one child process.

It checks signatures and expiry as the real thing does. `python s3_server.py FOLDER PORT` is the child: it makes the
rings and the configuration in the folder, listens on 127.0.0.1 (port 0 = a free one), prints its port, and ends when
its standard input is closed, so that it never outlives the tests.
"""

import os
import pwd
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

BUCKET = "files"
ACCESS_KEY = "leadx:tester"
SECRET_KEY = "leadx-testing"
START_SECONDS = 30

SWIFT_CONF = """
[swift-hash]
swift_hash_path_prefix = leadx
swift_hash_path_suffix = leadx

[storage-policy:0]
name = one
default = yes
"""

PROXY_CONF = """
[DEFAULT]
swift_dir = {folder}
user = {user}
log_address = /dev/null

[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth copy slo dlo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1

[filter:listing_formats]
use = egg:swift#listing_formats

[filter:s3api]
use = egg:swift#s3api
location = us-east-1

[filter:tempauth]
use = egg:swift#tempauth
user_leadx_tester = {secret} .admin

[filter:copy]
use = egg:swift#copy

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo
"""


class S3Server:
    """The child process; it can be stopped, started again on the same port and files, and frozen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[str] | None = None
        from tests.support.server import free_port  # The child runs this file alone.

        self.port = free_port()

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and return when it answers; the port stays the same for life."""
        command = [sys.executable, "-W", "ignore", __file__, str(self._folder), str(self.port)]
        with (self._folder / "server.log").open("a") as log:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        too_late = threading.Timer(START_SECONDS, self._child.kill)
        too_late.start()
        answer = self._child.stdout.readline().strip()
        too_late.cancel()
        if not answer.isdigit():
            self.stop()
            raise RuntimeError(f"the S3 server did not start:\n{(self._folder / 'server.log').read_text()[-4000:]}")
        self.port = int(answer)

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        self._child.stdin.close()
        self._child.stdout.close()
        self._child = None

    def ensure_running(self) -> None:
        """Start it again if a test stopped it, let it go on if a test froze it."""
        if self._child is None:
            self.start()
        self._child.send_signal(signal.SIGCONT)

    def freeze(self) -> None:
        """Keep its sockets open and answer nothing any more, until `ensure_running` or `stop`."""
        self._child.send_signal(signal.SIGSTOP)


def s3_storage(server: S3Server, **changes: Any) -> Any:
    """Make the application's storage on the server's bucket; `changes` are other arguments, such as a wrong key."""
    from leadx_app.adapters.storage_s3 import S3Storage

    known = {"bucket": BUCKET, "region": "us-east-1", "access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
    return S3Storage(**(known | {"endpoint_url": server.endpoint_url, "timeout_seconds": 5} | changes))


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(64)
    return listening


def _write_rings(folder: Path, ports: dict[str, int]) -> None:
    from swift.common.ring.builder import RingBuilder

    for name, port in ports.items():
        builder = RingBuilder(1, 1, 0)
        device = {"ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port}
        builder.add_dev(device | {"id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "disk", "meta": ""})
        builder.rebalance(seed=1)
        builder.get_ring().save(str(folder / f"{name}.ring.gz"))


def _serve(folder: Path, port: int) -> None:
    """Be the server: the three stores behind, each on a free port, and the S3 proxy in front."""
    from swift.common import utils

    utils.monkey_patch()
    import eventlet
    import eventlet.wsgi
    from swift.common.http_protocol import SwiftHttpProtocol

    (folder / "disks" / "disk").mkdir(parents=True, exist_ok=True)
    (folder / "swift.conf").write_text(SWIFT_CONF)
    user = pwd.getpwuid(os.getuid()).pw_name
    (folder / "proxy.conf").write_text(PROXY_CONF.format(folder=folder, user=user, secret=SECRET_KEY))
    utils.set_swift_dir(str(folder))

    from swift.account.server import app_factory as account
    from swift.common.wsgi import loadapp
    from swift.container.server import app_factory as container
    from swift.obj.server import app_factory as objects

    stores = {"account": account, "container": container, "object": objects}
    sockets = {name: _listen(0) for name in stores}
    _write_rings(folder, {name: listening.getsockname()[1] for name, listening in sockets.items()})
    settings = {"swift_dir": str(folder), "devices": str(folder / "disks"), "mount_check": "false"}
    settings |= {"log_address": "/dev/null", "recon_cache_path": str(folder)}
    apps = {name: make(settings) for name, make in stores.items()}
    sockets["proxy"], apps["proxy"] = _listen(port), loadapp(str(folder / "proxy.conf"))

    for name, listening in sockets.items():
        shared = eventlet.greenio.GreenSocket(listening)
        eventlet.spawn(
            eventlet.wsgi.server,
            shared,
            apps[name],
            utils.NullLogger(),
            protocol=SwiftHttpProtocol,
            capitalize_response_headers=False,  # The ETag of S3 is spelled so.
        )
    eventlet.sleep(0)
    print(sockets["proxy"].getsockname()[1], flush=True)
    eventlet.tpool.execute(sys.stdin.read)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
