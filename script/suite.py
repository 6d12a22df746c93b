"""The whole suite: the checks that read the code, then the tests on either database; one table at the end.

With pytest arguments only the chosen tests run, still on both databases.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from script import ROOT, postgres
from script.stack import leave_nothing_running

TYPED_ROOMS = ("*/services.py", "*/services/*.py", "*/selectors.py", "*/selectors/*.py", "*/permissions.py")
SURROUNDINGS = {"DATABASE_URL", "BROKER_URL", "EMAIL_URL", "BASE_URL", "DEMO", "VAR_DIR", "ALLOWED_HOSTS", "DJANGO_DEBUG"}
"""What an administrator's shell may hold; the tests must not meet real data, nor depend on it."""


@dataclass(frozen=True)
class Outcome:
    """One part of the suite when it is over."""

    name: str
    ok: bool
    seconds: float


def checks() -> dict[str, list[str]]:
    """Each check's name and command, run in the checkout."""
    bin_folder = Path(sys.executable).parent
    rooms = sorted(name for pattern in TYPED_ROOMS for name in glob(pattern, root_dir=ROOT))
    return {
        "ruff check": [f"{bin_folder}/ruff", "check", "--quiet", "."],
        "ruff format": [f"{bin_folder}/ruff", "format", "--check", "--quiet", "."],
        "import-linter": [f"{bin_folder}/lint-imports", "--no-cache"],
        "mypy": [f"{bin_folder}/mypy", *rooms],
        "djlint": [f"{bin_folder}/djlint", "--lint", "--quiet", "templates"],
        "makemigrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "-v0"],
    }


def run_check(name: str, command: list[str], environment: dict[str, str]) -> Outcome:
    """Run one check; it speaks only when it fails."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"\n── {name} ──\n{done.stdout}{done.stderr}", flush=True)
    return Outcome(name, done.returncode == 0, time.monotonic() - began)


def run_tests(name: str, arguments: list[str], environment: dict[str, str]) -> Outcome:
    """Run pytest with two workers and let it speak."""
    began = time.monotonic()
    print(f"\n── {name} ──", flush=True)
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q", *arguments], cwd=ROOT, env=environment, check=False
    ).returncode
    return Outcome(name, code == 0, time.monotonic() - began)


def main(arguments: list[str]) -> int:
    """Run everything to its end, so that one run shows all that fails; 0 only when nothing does."""
    leave_nothing_running()
    given = os.environ.get("DATABASE_URL", "")
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        var_dir = stack.enter_context(tempfile.TemporaryDirectory(prefix="campaign-tests-"))
        clean = {**{key: value for key, value in os.environ.items() if key not in SURROUNDINGS}, "VAR_DIR": var_dir}
        if not arguments:
            with ThreadPoolExecutor(2) as pool:
                outcomes += pool.map(lambda named: run_check(named[0], named[1], clean), checks().items())
        outcomes.append(run_tests("SQLite", arguments, clean))
        url = given if given.startswith("postgres") else stack.enter_context(postgres.private_server())
        # widths and accessibility do not depend on the database: with them on both, the suite would take twelve minutes
        outcomes.append(run_tests("PostgreSQL", arguments or ["-m", "not looks"], {**clean, "DATABASE_URL": url}))
    print()
    for outcome in outcomes:
        print(f"{'ok    ' if outcome.ok else 'FAILED'} {outcome.name:<15} {outcome.seconds:6.1f} s")
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
