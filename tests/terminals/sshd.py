"""An sshd on loopback with keys of its own, which lets in whoever runs it."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.terminals.processes import NotStarted, running, until

CONFIGURATION = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/person.pub
PidFile none
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
AcceptEnv LANG LC_*
"""
"""As Debian ships it in what it accepts of the environment: LANG and LC_*; TERM comes with the terminal."""


class Door(NamedTuple):
    """A way into an sshd: `folder` holds the person's key."""

    folder: Path
    port: int

    def command(self, there: str) -> list[str]:
        """The ssh that runs `there`, a command for the shell over there, on a terminal of its own."""
        options = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": os.devnull,
            "GlobalKnownHostsFile": os.devnull,
            "LogLevel": "ERROR",
            "IdentitiesOnly": "yes",
            "SendEnv": "LANG",
        }
        flags = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        where = ["-i", str(self.folder / "person"), "-p", str(self.port), f"{getpass.getuser()}@127.0.0.1"]
        return ["ssh", "-F", os.devnull, "-tt", *flags, *where, there]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1.0) as connection:
            return connection.recv(4).startswith(b"SSH")
    except OSError:
        return False


@contextmanager
def sshd(folder: Path) -> Iterator[Door]:
    """An sshd that takes connections, with its keys, settings and log in `folder`. Raises NotStarted."""
    for key in ("host", "person"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)], check=True)
    port = _free_port()
    settings = folder / "sshd.conf"
    settings.write_text(CONFIGURATION.format(port=port, folder=folder))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin") or "sshd"
    with running([program, "-D", "-e", "-f", str(settings)], log=folder / "sshd.log"):
        if not until(lambda: _answers(port), 10.0):
            raise NotStarted(f"sshd does not answer: {(folder / 'sshd.log').read_text()}")
        yield Door(folder, port)
