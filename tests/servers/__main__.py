"""Run a command beside a real PostgreSQL and a real Redis: python -m tests.servers pytest tests/outbox"""

import os
import signal
import subprocess
import sys

from tests.servers import postgres, redis

if __name__ == "__main__":
    with postgres.running() as database, redis.running() as broker:
        env = {**os.environ, "DATABASE_URL": database.url, "REDIS_URL": broker.url}
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        sys.exit(subprocess.run(sys.argv[1:], env=env).returncode)
