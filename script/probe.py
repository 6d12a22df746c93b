"""``python3 -m script.probe PORT COMMAND…``: start the command, print the seconds until it answers, stop it.

Runs inside the place that is measured, which may have a network of its own with loopback still down.
"""

import fcntl
import os
import socket
import struct
import sys
import tempfile
from pathlib import Path

from script.stack import DidNotStart, Stack, leave_nothing_running

READ_FLAGS, WRITE_FLAGS, UP = 0x8913, 0x8914, 0x1
PATIENCE = 150


def raise_loopback() -> None:
    """Bring ``lo`` up; a network namespace is born without."""
    with socket.socket() as handle:
        flags = struct.unpack("16sh", fcntl.ioctl(handle, READ_FLAGS, struct.pack("16sh", b"lo", 0)))[1]
        if not flags & UP:
            fcntl.ioctl(handle, WRITE_FLAGS, struct.pack("16sh", b"lo", flags | UP))


def main(port: str, command: list[str]) -> int:
    """0 and a figure on standard output, or 1 and the command's last words on the other."""
    leave_nothing_running()
    raise_loopback()
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(command, url=f"http://127.0.0.1:{port}", log=Path(folder) / "log", environment=dict(os.environ)) as stack,
    ):
        try:
            print(f"{stack.wait(PATIENCE):.2f}")
        except DidNotStart as fault:
            print(fault, file=sys.stderr)
            return 1
        print(stack.tail(), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
