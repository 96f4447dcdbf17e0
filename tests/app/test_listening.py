"""The kernel's side of a graceful stop, on real sockets of this machine."""

import socket
import sys
import threading

import pytest

from app.listening import turn_newcomers_away

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="filters on sockets are of Linux")


def test_newcomers_stay_out_and_the_others_are_served() -> None:
    """Who is connected or waits in the queue can go on; who comes later gets no connection, so has nothing to lose."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as early:
            accepted, _ = listener.accept()
            with accepted, socket.create_connection(("127.0.0.1", port)) as queued:
                assert turn_newcomers_away(port)
                with pytest.raises(TimeoutError):
                    socket.create_connection(("127.0.0.1", port), timeout=0.3)
                early.sendall(b"early")
                queued.sendall(b"queued")
                assert accepted.recv(16) == b"early"
                late, _ = listener.accept()
                with late:
                    assert late.recv(16) == b"queued"


def test_another_port_is_left_alone() -> None:
    """Only the named port is closed to newcomers."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_server(("127.0.0.1", 0)) as other:
        assert turn_newcomers_away(other.getsockname()[1])
        socket.create_connection(listener.getsockname(), timeout=60).close()


def test_sockets_that_come_and_go_do_not_matter() -> None:
    """Other threads open and close connections meanwhile."""
    stopping = threading.Event()

    def churn() -> None:
        while not stopping.is_set():
            for each in socket.socketpair():
                each.close()

    threads = [threading.Thread(target=churn) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            assert all(turn_newcomers_away(listener.getsockname()[1]) for _ in range(200))
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def test_a_port_that_nobody_listens_on() -> None:
    """It says so, rather than pretending."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert not turn_newcomers_away(port)
