"""`make run`'s own command: everything starts, Ctrl-C ends everything, and the second run loses nothing."""

import os
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest

from config.environment import BASE_DIR
from tests.servers.processes import Process, free_port, until

pytestmark = pytest.mark.site


@pytest.fixture
def run(tmp_path):
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": str(port),
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    process = Process("run", [sys.executable, "manage.py", "run"], log=tmp_path / "log", env=env, cwd=BASE_DIR)
    process.url = f"http://localhost:{port}"
    yield process
    process.end()


def answers(run) -> bool:
    try:
        with urllib.request.urlopen(run.url + "/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def started(run) -> list[psutil.Process]:
    until(lambda: "Ctrl-C" in run.log.read_text() or not run.is_alive(), within=150, what="run")
    assert run.is_alive(), run.tail()
    assert answers(run)
    return psutil.Process(run.pid).children(recursive=True)


def left(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def test_run_starts_all_tells_the_address_and_leaves_nothing_behind(run):
    children = started(run.start())
    commands = [" ".join(child.cmdline()) for child in children]
    for part in ("gunicorn", "config.worker urgent", "config.worker default", "config.beat", "mail_catcher"):
        assert any(part in command for command in commands), part
    assert run.url in run.log.read_text()
    os.kill(run.pid, signal.SIGINT)
    assert run.popen.wait(30) == 0, run.tail()
    assert left(children) == []
    assert "Stopped." in run.tail()


def test_run_ends_all_when_one_dies_or_it_is_killed(run):
    children = started(run.start())
    beat = next(child for child in children if "config.beat" in child.cmdline())
    beat.kill()
    assert run.popen.wait(30) == 1
    assert "beat ended by itself" in run.tail()
    assert left(children) == []
    run.log.unlink()
    children = started(run.start())  # again, over the same data
    os.kill(run.pid, signal.SIGKILL)
    until(lambda: not left(children), within=30, what="the end of every child")


def test_run_names_the_way_out_when_the_port_is_taken(run, tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = run.options["env"] | {"PORT": port}
        done = subprocess.run(run.command, env=env, cwd=BASE_DIR, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "PORT=8001 make run" in done.stderr
