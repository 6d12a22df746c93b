"""How long from the command to the sign-in page: on a bare machine, again, and again without any network.

As root with debootstrap the bare machine is a fresh minimal Debian with nothing but Python, in namespaces of its own,
so that nothing stays mounted or running; elsewhere (and with ``quick``) a fresh clone with empty caches stands in.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from script import ROOT, bare_root
from script.benchmarks import Bar
from script.stack import free_port

LIMITS = {"cold_s": 60.0, "warm_s": 10.0, "offline_s": 10.0}


def measure(*, quick: bool) -> list[Bar]:
    """Start three times in the same place; seconds each."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-bench-"))
    try:
        bare = not quick and bare_root.is_possible()
        tell("building a bare Debian" if bare else "a fresh clone with empty caches stands in for a bare machine")
        place = bare_root.BareRoot(folder) if bare else bare_root.FreshFolder(folder)
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(place.checkout)], check=True)
        return [Bar(name, started(place, name), limit, "s") for name, limit in LIMITS.items()]
    finally:
        # not across a mount that a killed run might have left
        subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=False)


def started(place: bare_root.BareRoot | bare_root.FreshFolder, name: str) -> float | None:
    """Seconds until the sign-in page answered; ``None`` when it did not."""
    port = str(free_port())
    command = place.enter(["python3", "-m", "script.probe", port, "./script/run", "--port", port], offline=name == "offline_s")
    tell(f"{name}: starting")
    done = subprocess.run(command, cwd=place.checkout, env=place.environment, stdout=subprocess.PIPE, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def tell(sentence: str) -> None:
    """Progress, beside the figures."""
    print(sentence, file=sys.stderr, flush=True)
