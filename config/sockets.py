"""Where the unix sockets of the running product lie."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

LONGEST_NAME = len("/control.sock.4194304")
"""The longest file name we put there: the supervisor binds under its name and process number first."""
LONGEST_PATH = 107
"""Bytes an address of a unix socket may have on Linux."""


def run_folder(var_dir: Path) -> Path:
    """The folder for sockets, readable by its owner only: ``run`` under the data, or a short one where that is too deep.

    The same data folder always gets the same answer, so a command typed by hand finds the running broker. Raises
    ``PermissionError`` when somebody else owns the short folder's name.
    """
    folder = var_dir / "run"
    if len(os.fsencode(folder)) + LONGEST_NAME > LONGEST_PATH:
        folder = Path(tempfile.gettempdir()) / f"campaign-{os.geteuid()}-{hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:16]}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    return folder
