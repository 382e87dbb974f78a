"""The broker of files under several writers and readers: nothing torn, nothing twice, nothing lost."""

import multiprocessing
from queue import Empty

import pytest
from kombu import Connection, Exchange, Producer, Queue

from config import file_broker  # noqa: F401  brings the transport's name

EACH, WRITERS, READERS = 300, 3, 3


def connection(folder) -> Connection:
    return Connection("files://localhost/", transport_options={"folder": str(folder), "polling_interval": 0.01})


def queue(name: str) -> Queue:
    return Queue(name, Exchange(name, type="direct"), routing_key=name)


def write(folder: str, writer: int) -> None:
    with connection(folder) as broker:
        producer = Producer(broker.default_channel, exchange=Exchange("default", type="direct"))
        for number in range(EACH):
            producer.publish([writer, number, "x" * 4000], routing_key="default", serializer="json")


def read(folder: str, results, done) -> None:
    with connection(folder) as broker:
        simple = broker.SimpleQueue(queue("default"))
        while True:
            finished = done.is_set()
            try:
                message = simple.get(block=False)
            except Empty:
                if finished:
                    break
                continue
            writer, number, body = message.payload
            results.put((writer, number, len(body)))
            message.ack()


def test_file_broker_under_many_hands_loses_tears_and_doubles_nothing(tmp_path):
    processes = multiprocessing.get_context("spawn")
    results, done = processes.Queue(), processes.Event()
    readers = [processes.Process(target=read, args=(str(tmp_path), results, done)) for _ in range(READERS)]
    writers = [processes.Process(target=write, args=(str(tmp_path), number)) for number in range(WRITERS)]
    for process in readers + writers:
        process.start()
    got = [results.get(timeout=60) for _ in range(EACH * WRITERS)]
    for process in writers:
        process.join(30)
    done.set()
    for process in readers:
        process.join(30)
    assert [process.exitcode for process in readers + writers] == [0] * (READERS + WRITERS)
    assert results.empty()
    assert sorted(got) == sorted((w, n, 4000) for w in range(WRITERS) for n in range(EACH))


def test_file_broker_keeps_queues_apart_and_in_order(tmp_path):
    with connection(tmp_path) as broker:
        for name in ("urgent", "default", "urgent"):
            Producer(broker.default_channel, Exchange(name, type="direct")).publish(name, routing_key=name)
        assert broker.default_channel._size("urgent") == 2
        assert broker.default_channel._size("default") == 1
        simple = broker.SimpleQueue(queue("default"))
        assert simple.get(block=False).payload == "default"
        with pytest.raises(Empty):
            simple.get(block=False)
        simple.close()


def test_file_broker_throws_away_a_wake_up_nobody_took_for_an_hour(tmp_path):
    with connection(tmp_path) as broker:
        Producer(broker.default_channel, Exchange("default", type="direct")).publish("old", routing_key="default")
        (only,) = (tmp_path / "queue-default").iterdir()
        stamp, _, rest = only.name.partition("-")
        only.rename(only.with_name(f"{int(stamp) - int(3601e9):020d}-{rest}"))
        simple = broker.SimpleQueue(queue("default"))
        with pytest.raises(Empty):
            simple.get(block=False)
        simple.close()
