"""A web server that keeps what it is asked, where ALARM_URL leads."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class AlarmSink:
    """`asked` holds (path, what was said) of each request, oldest first; `answer` is the status of the next ones."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict]] = []
        self.answer = 200
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sink.asked.append((self.path, said))
                self.send_response(sink.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/alarm/{{status}}"

    @property
    def said(self) -> list[tuple[str, list[str]]]:
        return [(said["state"], said["what"]) for _, said in self.asked]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def running() -> Iterator[AlarmSink]:
    sink = AlarmSink()
    try:
        yield sink
    finally:
        sink.stop()
