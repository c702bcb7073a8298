"""Synapse on loopback: a homeserver of one test run, with SQLite, no federation, and the limits that people have."""

import hashlib
import hmac
import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = ROOT / ".venv" / "synapse" / "bin" / "python"
SECRET: Final = "registered by this run only"
BEGIN_SECONDS: Final = 90.0
END_SECONDS: Final = 20.0

CONFIG: Final = """
server_name: "localhost"
pid_file: "{folder}/synapse.pid"
public_baseurl: "{address}/"
listeners:
  - {{port: {port}, bind_addresses: ["127.0.0.1"], type: http, tls: false, x_forwarded: false,
      resources: [{{names: [client], compress: false}}]}}
database: {{name: sqlite3, args: {{database: "{folder}/homeserver.db"}}}}
log_config: "{folder}/log.yaml"
media_store_path: "{folder}/media"
signing_key_path: "{folder}/signing.key"
registration_shared_secret: "{secret}"
macaroon_secret_key: "{secret}"
form_secret: "{secret}"
trusted_key_servers: []
suppress_key_server_warning: true
report_stats: false
enable_registration: false
url_preview_enabled: false
presence: {{enabled: false}}
bcrypt_rounds: 4
rc_login:
  address: {{per_second: 100, burst_count: 1000}}
  account: {{per_second: 100, burst_count: 1000}}
"""
"""Only logging in is quicker than usual: a run logs in more often than a person. `rc_message` stays as it is."""

LOG: Final = """
version: 1
formatters: {{precise: {{format: '%(asctime)s %(name)s %(levelname)s %(message)s'}}}}
handlers: {{file: {{class: logging.FileHandler, formatter: precise, filename: "{folder}/homeserver.log"}}}}
root: {{level: {level}, handlers: [file]}}
disable_existing_loggers: false
"""


class SynapseServer:
    """A homeserver that runs. Its folder holds its database, its log and what was uploaded."""

    def __init__(self, folder: Path, log_level: str) -> None:
        self.folder = folder
        self.port = _find_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        config = CONFIG.format(folder=folder, port=self.port, address=self.address, secret=SECRET)
        (folder / "homeserver.yaml").write_text(config, encoding="utf-8")
        (folder / "log.yaml").write_text(LOG.format(folder=folder, level=log_level), encoding="utf-8")
        self.admin: str | None = None
        """The operator's token, once there is one."""

    def start(self) -> None:
        """Starts it, and returns once it answers."""
        config = str(self.folder / "homeserver.yaml")
        command = [str(PYTHON), "-m", "synapse.app.homeserver", "-c", config]
        subprocess.run([*command, "--generate-keys"], check=True, capture_output=True)
        with (self.folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output)
        end = time.monotonic() + BEGIN_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Synapse does not start: {self._read_end()}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Ends it."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def register(self, name: str, password: str, *, is_admin: bool = False) -> str:
        """Makes an account, and returns its user id."""
        path = "/_synapse/admin/v1/register"
        nonce = self.call("GET", path)["nonce"]
        parts = (nonce, name, password, "admin" if is_admin else "notadmin")
        proof = hmac.new(SECRET.encode(), b"\0".join(part.encode() for part in parts), hashlib.sha1).hexdigest()
        asked = {"nonce": nonce, "username": name, "password": password, "admin": is_admin, "mac": proof}
        asked |= {} if is_admin else {"inhibit_login": True}  # else the account has a device that nobody uses
        made = self.call("POST", path, asked)
        if is_admin:
            self.admin = made["access_token"]
        return str(made["user_id"])

    def exempt(self, user: str) -> None:
        """Takes the limits of messages from one account, as an operator does for a bot."""
        if self.admin is None:
            self.register("operator", "an operator's password", is_admin=True)
        path = f"/_synapse/admin/v1/users/{user}/override_ratelimit"
        self.call("POST", path, {"messages_per_second": 0, "burst_count": 0}, self.admin)

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> Any:
        """Asks it something, and returns the JSON of the answer. Raises `HTTPError` where it refuses."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, content, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def read_all(self) -> Iterator[tuple[Path, bytes]]:
        """Yields every file that it wrote: its database with its journal, its logs, what was uploaded."""
        for file in sorted(self.folder.rglob("*")):
            if file.is_file():
                yield file, file.read_bytes()

    def _answers(self) -> bool:
        try:
            return bool(self.call("GET", "/_matrix/client/versions"))
        except OSError:
            return False

    def _read_end(self) -> str:
        return (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace")[-2000:]


@contextmanager
def run_synapse(folder: Path, log_level: str = "INFO") -> Iterator[SynapseServer]:
    """Runs a homeserver in a folder of its own."""
    server = SynapseServer(folder, log_level)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _find_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
