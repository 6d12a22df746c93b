"""What the operating system has to bring along: found out first, installed by apt where we may, else named."""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable


def has_library(soname: str) -> Callable[[], bool]:
    """Whether the dynamic linker knows the library, as ``ldconfig`` prints it."""

    def look() -> bool:
        ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"  # not on everybody's PATH
        try:
            known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
        except FileNotFoundError:  # not a glibc system: ask the compiler-less way
            return ctypes.util.find_library(soname.removeprefix("lib").split(".so")[0]) is not None
        return f"\t{soname} " in known

    return look


def has_program(*names: str) -> Callable[[], bool]:
    """Whether one of the programs is on PATH."""
    return lambda: any(shutil.which(name) for name in names)


def has_chinese_font() -> bool:
    """Whether fontconfig finds a font for simplified Chinese; without one a dossier would be full of boxes."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout.strip())


def can_make_venv() -> bool:
    """Whether this Python has its ``ensurepip``, which Debian keeps in a package of its own."""
    return importlib.util.find_spec("ensurepip") is not None


VENV_PACKAGE = "python3-venv"
RUN_PACKAGES: dict[str, Callable[[], bool]] = {
    VENV_PACKAGE: can_make_venv,
    "libpango-1.0-0": has_library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": has_library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": has_library("libharfbuzz-subset.so.0"),
    "libmagic1": has_library("libmagic.so.1"),
    "fontconfig": has_program("fc-list"),
    "fonts-noto-cjk": has_chinese_font,
}
"""Debian package → whether what we need of it is here, wherever it came from."""

TEST_PACKAGES: dict[str, Callable[[], bool]] = {
    **RUN_PACKAGES,
    "chromium": has_program("chromium"),
    "gettext": has_program("xgettext"),  # is the catalogue still that of the sources?
    "libatomic1": has_library("libatomic.so.1"),  # Playwright's driver does not start without it
}


def missing_packages(kind: str) -> list[str]:
    """Debian packages that the product (``run``) or its tests (``test``) still need here."""
    wanted = TEST_PACKAGES if kind == "test" else RUN_PACKAGES
    return [package for package, is_here in wanted.items() if not is_here()]


def install_line(packages: Iterable[str]) -> str:
    """The one line that installs the packages, to be typed by somebody who may."""
    return "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)


def require_right_to_install(packages: list[str]) -> None:
    """Stop with the line to type when packages are missing and we are not root on a system with apt."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        return
    sys.exit(f"系统还缺少以下软件包，请由管理员执行后重试 / System packages are missing; type as root, then try again:\n\n  {install_line(packages)}\n")


def refresh_index() -> None:
    """Bring apt's list of packages up to date."""
    _apt("update", "-qq")


def install_packages(packages: Iterable[str]) -> None:
    """Install Debian packages without what they merely recommend."""
    _apt("install", "-y", "-qq", "--no-install-recommends", *packages)


def _apt(*arguments: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-o", "DPkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120", *arguments], env=quiet, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"apt-get {arguments[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
