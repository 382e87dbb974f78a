"""The memory of the whole product at rest, and how long it takes to start, against an older build of it.

    python bench/memory.py /path/to/older/worktree        (it has its own .venv; `git worktree add` makes it)

Starts web with one worker, two Celery workers and beat by the commands of each build's own docker-compose.yml and
Dockerfile, over a migrated database and a Redis of their own. Bytecode is written beforehand, as in an image. After 40
seconds it adds up PSS, the memory of a process with its share of what several use (/proc/*/smaps_rollup).
"""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import yaml

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
from tests.servers import postgres, redis  # noqa: E402
from tests.servers.processes import Process, free_port, until  # noqa: E402

AT_REST = 40  # seconds


def commands(tree: Path, port: int) -> dict[str, list[str]]:
    services = yaml.safe_load((tree / "docker-compose.yml").read_text())["services"]
    dockerfile = (tree / "Dockerfile").read_text().replace("\\\n", "")
    web = " ".join(json.loads(re.findall(r"^CMD (\[.*\])$", dockerfile, re.M)[-1]))
    web = re.sub(r"--workers \S+", "--workers 1", web).replace("0.0.0.0:8000", f"127.0.0.1:{port}")
    web = re.sub(r"--host \S+ --port \S+", f"--host 127.0.0.1 --port {port}", web)
    found = {name: services[name]["command"] for name in ("worker", "worker-urgent", "beat")} | {"web": web.split()}
    return {name: [str(tree / ".venv/bin/python"), *words[1:]] for name, words in found.items()}


def answers(port: int) -> bool:
    try:
        return urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).status == 200
    except OSError:
        return False


def memory(session: int) -> float:
    """MiB of every process that was started there."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                total += int(re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.M)[1])
        except (ProcessLookupError, FileNotFoundError):
            continue
    return total / 1024


def measured(tree: Path, folder: Path, env: dict[str, str]) -> tuple[float, dict[str, float]]:
    """Seconds until pages are served and workers and beat have given their sign of life; MiB at rest."""
    port, parts, signs = free_port(), {}, []
    for name, command in commands(tree, port).items():
        more = {"ALIVE_DIR": str(folder / f"{port}-{name}"), "PORT": str(port)}
        more |= {"DATABASE_POOL": "4"} if name == "web" else {}
        parts[name] = Process(name, command, log=folder / f"{name}.log", env=env | more, cwd=tree)
        signs += [Path(more["ALIVE_DIR"]) / name.partition("-")[0]] if name != "web" else []
    begun = time.monotonic()
    try:
        for part in parts.values():
            part.start()
        until(lambda: all(sign.exists() for sign in signs) and answers(port), within=300, what=f"{tree} to be ready")
        seconds = time.monotonic() - begun
        time.sleep(max(0, AT_REST - seconds))
        return seconds, {name: memory(part.pid) for name, part in parts.items()}
    finally:
        for part in parts.values():
            part.end()


def build(tree: Path) -> tuple[float, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder, postgres.running() as database, redis.running() as broker:
        env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "0"}
        env |= {"PYTHONPYCACHEPREFIX": f"{folder}/bytecode", "DATA_DIR": f"{folder}/data", "REDIS_URL": broker.url}
        env |= {"BASE_URL": "https://covenant.example.org", "EMAIL_URL": "smtp://localhost:25"}
        env |= {"SECRET_KEY": base64.b64encode(os.urandom(48)).decode(), "DATABASE_URL": database.url}
        env |= {"FIELD_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode()}
        subprocess.run([tree / ".venv/bin/python", "manage.py", "migrate", "-v0"], cwd=tree, env=env, check=True)
        measured(tree, Path(folder), env)  # writes the bytecode
        return measured(tree, Path(folder), env)


if __name__ == "__main__":
    (old_seconds, old), (seconds, now) = build(Path(sys.argv[1]).resolve()), build(HERE)
    for name, took, parts in (("old", old_seconds, old), ("now", seconds, now)):
        print(
            f"{name}: {sum(parts.values()):.0f} MiB, ready after {took:.1f} s", {n: round(p) for n, p in parts.items()}
        )
    print(f"memory {sum(now.values()) / sum(old.values()):.2f} of old's [0.45], ready {seconds / old_seconds:.2f} [1]")
