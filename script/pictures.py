"""Pictures of the product for the README: a desk and the leadership page, as they are on an office's screen."""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from script import ROOT
from script.stack import Stack, free_port, leave_nothing_running

FOLDER = ROOT / "docs" / "screenshots"
PICTURES = {"desk": ("lead", "/"), "leadership": ("leader", "/leadership/")}
"""File → whose screen, and which page."""
SURROUNDINGS = {"DATABASE_URL", "BROKER_URL", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "HTTPS", "PROXY_COUNT", "DJANGO_DEBUG", "DEMO"}


def main() -> int:
    """Start the demo with data of its own, take the pictures, stop."""
    leave_nothing_running()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="campaign-pictures-") as folder:
        clean = {name: value for name, value in os.environ.items() if name not in SURROUNDINGS}
        command = [sys.executable, "-m", "script.start", "--port", str(port)]
        environment = clean | {"VAR_DIR": folder}
        with Stack(command, url=f"http://127.0.0.1:{port}", log=Path(folder) / "start.log", environment=environment) as stack:
            stack.wait(120)
            FOLDER.mkdir(exist_ok=True)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
                for name, (username, address) in PICTURES.items():
                    take(browser, stack.url, username, address, FOLDER / f"{name}.png")
                browser.close()
    return 0


def take(browser: Browser, url: str, username: str, address: str, path: Path) -> None:
    """Come in by a click on the cast and photograph the page."""
    context = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in/")
    page.click(f"button[name=username][value={username}]")
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=path)
    print(path.relative_to(ROOT))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
