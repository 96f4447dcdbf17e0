"""The kernel's side of a graceful stop, on real sockets of this machine."""

import socket
import sys
import threading

import pytest

from app.launch import free_port
from app.listening import check_addresses, turn_newcomers_away
from app.settings import ServerSettings, SettingInvalid
from core.errors import PortTaken

filters = pytest.mark.skipif(sys.platform != "linux", reason="filters on sockets are of Linux")


@filters
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


@filters
def test_another_port_is_left_alone() -> None:
    """Only the named port is closed to newcomers."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_server(("127.0.0.1", 0)) as other:
        assert turn_newcomers_away(other.getsockname()[1])
        socket.create_connection(listener.getsockname(), timeout=60).close()


@filters
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


@filters
def test_a_port_that_nobody_listens_on() -> None:
    """It says so, rather than pretending."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert not turn_newcomers_away(port)


@pytest.mark.parametrize("variable", ["REST_PORT", "GRPC_PORT"])
def test_a_taken_port_is_named(variable: str) -> None:
    """Also gRPC's, which the kernel would let two servers share."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        ports = {"REST_PORT": free_port(), "GRPC_PORT": free_port()} | {variable: taken}
        server = ServerSettings(rest_port=ports["REST_PORT"], grpc_port=ports["GRPC_PORT"])
        with pytest.raises(PortTaken, match=f"COUNTERMARK_{variable}, {taken}"):
            check_addresses(server)
    check_addresses(server)


@pytest.mark.parametrize("host", ["192.0.2.1", "999.1.1.1"])
def test_an_address_that_this_machine_has_not_is_named(host: str) -> None:
    with pytest.raises(SettingInvalid, match=f"COUNTERMARK_HOST: {host}"):
        check_addresses(ServerSettings(host=host, rest_port=free_port(), grpc_port=free_port()))
