"""Places to start the product in for the first time: a bare Debian of its own, or at least a fresh folder."""

import os
import re
import shutil
import subprocess
from pathlib import Path

PASSED_ON = re.compile(
    r"(https?|no|all)_proxy|pip_.*|uv_(default_)?index.*|npm_config_.*|(node_extra|requests)_ca_(certs|bundle)|ssl_cert_(file|dir)|curl_ca_bundle",
    re.IGNORECASE,
)
"""Variables of this machine without which it may not reach its package mirrors."""
AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"
CONFIGURATION = ("etc/apt", "etc/pip.conf", "root/.config/pip", "root/.pip", "root/.npmrc", "etc/resolv.conf", "etc/hosts", AUTHORITIES)
"""Files of this machine that say the same, copied into the bare Debian."""
ENTER = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" sh -c \'cd "$0" && exec "$@"\' "$@"'


class FreshFolder:
    """A folder with empty caches; system packages are those of this machine."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "USER") or PASSED_ON.fullmatch(key)}
        caches = {"UV_CACHE_DIR": "uv", "PIP_CACHE_DIR": "pip", "npm_config_cache": "npm"}
        self.environment = {**kept, "LANG": "C.UTF-8", **{name: str(folder / "caches" / cache) for name, cache in caches.items()}}

    def enter(self, command: list[str], *, offline: bool) -> list[str]:
        """The command as it is run there; offline in a network of its own that has nothing but loopback."""
        return [*(["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])] if offline else []), *command]


class BareRoot:
    """A minimal Debian with Python and nothing else, entered by namespaces that end with the command."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.checkout = self.root / "srv" / "campaign"
        kept = {key: value for key, value in os.environ.items() if PASSED_ON.fullmatch(key)}
        self.environment = {**kept, "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
        suite, mirror = own_release()
        subprocess.run(
            ["unshare", "--mount", "debootstrap", "--variant=minbase", "--include=python3", suite, str(self.root), *mirror],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        shutil.rmtree(self.root / "etc" / "apt")
        for name in CONFIGURATION:
            self._copy(Path("/") / name)
        # the package of authorities, once installed, writes the bundle anew from its own and from this folder
        self._copy(Path("/") / AUTHORITIES, "usr/local/share/ca-certificates/machine.crt")
        self.checkout.parent.mkdir(exist_ok=True)

    def _copy(self, source: Path, name: str = "") -> None:
        target = self.root / (name or source.relative_to("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copyfile(source, target)

    def enter(self, command: list[str], *, offline: bool) -> list[str]:
        """The command as it is run inside; offline in a network of its own that has nothing but loopback."""
        inside = "/" + str(self.checkout.relative_to(self.root))
        spaces = ["--mount", "--pid", "--fork", "--kill-child", *(["--net"] if offline else [])]
        return ["unshare", *spaces, "sh", "-c", ENTER, str(self.root), inside, *command]


def is_possible() -> bool:
    """Whether this machine can build and enter a bare Debian."""
    return os.geteuid() == 0 and all(shutil.which(program) for program in ("debootstrap", "unshare", "apt-get"))


def own_release() -> tuple[str, list[str]]:
    """The release this machine runs and the mirror it takes it from, as apt is configured; no mirror where apt names none."""
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    suite = release.get("VERSION_CODENAME", "stable").strip('"')
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SUITE) $(CODENAME) $(SITE) $(REPO_URI)", "Created-By: Packages"], capture_output=True, text=True, check=False
    ).stdout
    sites = [line.split()[-1] for line in targets.splitlines() if suite in line.split()[:2]]
    return suite, sites[:1]
