"""From an installed checkout to the running product: database, public files, first people, then the supervisor.

Run as ``python -m script.start`` by the checkout's own Python; ``script/run`` does so once everything is installed.
"""

import argparse
import hashlib
import ipaddress
import os
import pwd
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from config import sockets, sqlite_gate
from script import ROOT, broker, options


def main() -> None:
    """Prepare everything, say where things are, and become the supervisor."""
    parser = argparse.ArgumentParser()
    options.add_to(parser)
    chosen = parser.parse_args()
    os.umask(0o027)  # the database and the log hold people's data: nobody else's account on this machine reads them
    stop_if_taken(chosen.host, chosen.port)
    demo = chosen.demo and is_loopback(chosen.host)
    if chosen.demo and not demo:
        say("演示 Demo", f"只在本机地址上提供；{chosen.host} 以正式方式启动 / offered on loopback only: starting without it")
    surround(chosen.host, chosen.port, demo=demo)
    django.setup()
    say("准备 Preparing", "数据库、页面文件和演示单位 / database, static files, demo unit" if demo else "数据库和页面文件 / database and static files")
    prepare(demo=demo)
    describe(demo=demo)
    os.execv(sys.executable, [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(ROOT / "config" / "supervisord.conf")])


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_everywhere(host: str) -> bool:
    """Whether the address stands for all addresses of the machine."""
    return host in ("0.0.0.0", "::")  # noqa: S104


def own_names() -> list[str]:
    """Names and addresses under which colleagues may reach this machine; asks the kernel, sends nothing."""
    names = {socket.gethostname()}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation: finds our own on the way out
            names.add(probe.getsockname()[0])
        except OSError:
            pass  # no network: the names have to do
    return sorted(names)


def surround(host: str, port: int, *, demo: bool) -> None:
    """Set what the supervised programs read from the environment; of what an administrator may choose, the choice stays."""
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var" / ("demo" if demo else "")).resolve()
    (var_dir / "log").mkdir(parents=True, exist_ok=True)
    hosts = [] if is_loopback(host) else own_names() if is_everywhere(host) else [host]
    reachable = next((name for name in hosts if name[0].isdigit()), hosts[0] if hosts else host)
    own_broker = not os.environ.get("BROKER_URL")
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": str(int(demo)),
            "VAR_DIR": str(var_dir),
            "RUN_DIR": str(sockets.run_folder(var_dir)),
            "RUN_AS": pwd.getpwuid(os.geteuid()).pw_name,
            "PYTHON": sys.executable,
            "WEB_BIND": f"{url_host(host)}:{port}",
            "BROKER_IS_PRIVATE": str(own_broker).lower(),
            "BROKER_PROGRAM": broker.find_program() if own_broker else "none",
        }
    )
    os.environ.setdefault("BASE_URL", f"http://{url_host(reachable)}:{port}")
    named = urlsplit(os.environ["BASE_URL"]).hostname or "localhost"  # who is led here by a mail must be let in
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", *hosts, url_host(named)])))
    os.environ.setdefault("WORKER_PROCESSES", "2")


def url_host(host: str) -> str:
    """The address as URLs write it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def stop_if_taken(host: str, port: int) -> None:
    """End with a clear sentence when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"无法监听 {host}:{port}（可用 --port 换一个端口）/ cannot listen there: {error.strerror}")


def prepare(*, demo: bool) -> None:
    """Bring the database up to date, publish the static files if they changed, and see to the first people."""
    call_command("migrate", verbosity=0)
    publish_static_files()
    if demo:
        seed_demo()
    else:
        call_command("first_administrator")


def seed_demo() -> None:
    """The demo campaign, into an empty database or its own; never among the data of real people."""
    mark = settings.VAR_DIR / "demo"
    if get_user_model().objects.exists() and not mark.exists():
        sys.exit(f"{settings.VAR_DIR} 中已有正式数据，请用 --no-demo 启动 / holds real data: start with --no-demo")
    mark.touch()
    call_command("demo")


def publish_static_files() -> None:
    """``collectstatic``, unless the same files were published before."""
    stamp = settings.VAR_DIR / "static.stamp"
    state = static_state()
    if stamp.exists() and stamp.read_text() == state and settings.STATIC_ROOT.is_dir():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def static_state() -> str:
    """Names the public files that ``collectstatic`` would find: our own by content, the packages' by their locked versions."""
    digest = hashlib.sha256(repr(settings.NPM_FILE_PATTERNS).encode())
    ours = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    for path in [ROOT / "requirements.txt", ROOT / "package-lock.json", *ours]:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def describe(*, demo: bool) -> None:
    """Say in plain words where the product is, where its data lies, and how the database writes."""
    say("地址 Address", os.environ["BASE_URL"])
    say("数据 Data", f"{settings.VAR_DIR}（日志 logs: {settings.VAR_DIR / 'log'}）")
    say("数据库 Database", describe_database())
    say("任务队列 Broker", f"{os.environ['BROKER_PROGRAM']}（私有 private）" if os.environ["BROKER_IS_PRIVATE"] == "true" else "BROKER_URL")
    say("允许的主机名 Hosts", f"{', '.join(settings.ALLOWED_HOSTS)}（环境变量 ALLOWED_HOSTS）")
    if demo:
        say("演示 Demo", "登录页上点一个人物即可进入 / enter by a click on the sign-in page")
    say("停止 Stop", "Ctrl-C")


def describe_database() -> str:
    """The engine; for SQLite also the journal and why it was chosen."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return f"PostgreSQL {database['NAME']}（DATABASE_URL）"
    version = sqlite_gate.library_version()
    journal = sqlite_gate.journal_mode(version)
    safe = ".".join(map(str, sqlite_gate.SAFE_FOR_WAL))
    reason = (
        f"≥ {safe}，WAL 安全 / safe for WAL" if journal == "WAL" else f"< {safe}，WAL 可能损坏数据，改用回滚日志 / WAL could corrupt data: rollback journal"
    )
    return f"SQLite {'.'.join(map(str, version))}，{journal} + synchronous=FULL（{reason}）"


def say(topic: str, words: str) -> None:
    """One line on the terminal."""
    print(f"{topic}: {words}", flush=True)


if __name__ == "__main__":
    main()
