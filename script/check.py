"""``script/run --check``: start everything with data of its own, walk one trip through the pages, stop."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from script import ROOT, installation, smoke
from script.stack import DidNotStart, Stack, free_port, leave_nothing_running

REAL = ("DATABASE_URL", "BROKER_URL", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "HTTPS", "PROXY_COUNT")
"""Settings of a real installation that a check must not touch or depend on."""


def main() -> int:
    """0 when the trip went well; else 1, after the fault and the ends of all logs."""
    leave_nothing_running()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="campaign-check-") as folder:
        var_dir = Path(folder)
        mails = var_dir / "mails"
        environment = {key: value for key, value in os.environ.items() if key not in REAL}
        environment |= {"VAR_DIR": folder, "EMAIL_URL": f"filemail:///{mails}", "BASE_URL": f"http://127.0.0.1:{port}"}
        python = str(installation.venv_python())

        def manage(*arguments: str) -> str:
            """A command typed beside the running product."""
            return subprocess.run([python, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

        os.chdir(ROOT)
        command = [python, "-m", "script.start", "--port", str(port)]
        with Stack(command, url=environment["BASE_URL"], log=var_dir / "start.log", environment=environment) as stack:
            try:
                print(f"{'start':<28} {stack.wait(120):5.1f} s", flush=True)
                smoke.walk(stack.url, manage=manage, mails=mails)
            except (DidNotStart, smoke.Fault, OSError, subprocess.CalledProcessError) as fault:
                print(f"FAILED: {fault}", file=sys.stderr)
                for log in [stack.log, *sorted((var_dir / "log").glob("*.log"))]:
                    print(f"\n── {log.name} ──\n{log.read_text(errors='replace')[-3000:]}", file=sys.stderr)
                return 1
    print("ok")
    return 0
