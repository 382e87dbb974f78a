"""`python -m config.worker QUEUE`: Celery's worker for one of the two queues.

What `python -m celery worker` does, without its command line, which brings a shell and a highlighter of source with it.
The pool is of threads: a worker waits for the database and the mail server, and a forked child would hold its own copy
of the program. The solver of a round runs in a process of its own that ends (buddies/matching/child_process.py).
"""

import os
import sys

os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they load every page; `migrate` runs them before a worker starts

from celery.signals import worker_ready

from config import alarm, watchdog
from config.celery import app

THREADS = 2


def main(queue: str) -> int:
    watchdog.watch(app)
    worker_ready.connect(lambda **kwargs: alarm.begin(alone=False), weak=False)
    worker = app.Worker(
        hostname=f"{queue}@%h",
        queues=[queue],
        pool="threads",
        concurrency=THREADS,
        loglevel="INFO",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return worker.exitcode or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
