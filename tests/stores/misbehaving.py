"""A server that answers every request with the same bytes, whatever they are worth."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

JSON = "application/sparql-results+json"
NT = "application/n-triples"


@contextmanager
def answering(*answers: bytes | None) -> Iterator[str]:
    """Sends the answers in turn, the last for ever, and closes; None says nothing and stays. Gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held: list[socket.socket] = []
        thread = threading.Thread(target=_serve, args=(listening, list(answers), held), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/query"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for one in held:
                one.close()


def said(body: bytes, media_type: str = JSON, *, status: str = "200 OK", more: str = "") -> bytes:
    """A whole answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def chunked(body: bytes, media_type: str = JSON, *, end: bytes = b"0\r\n\r\n") -> bytes:
    """An answer in one chunk and its end, if any."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + f"{len(body):x}\r\n".encode() + body + b"\r\n" + end


def _serve(listening: socket.socket, answers: list[bytes | None], held: list[socket.socket]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        _read_request(connection)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            held.append(connection)
            continue
        with suppress(OSError):  # the client may have seen enough
            connection.sendall(answer)
        connection.close()


def _read_request(connection: socket.socket) -> None:
    read = b""
    while b"\r\n\r\n" not in read:
        read += connection.recv(65536)
    head, _, body = read.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65536)
