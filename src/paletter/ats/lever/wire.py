"""One request and its whole reply, within a deadline."""

import time

import httpx

LARGEST = 64 * 1024 * 1024
"""Bytes. A page of a hundred opportunities has a few hundred thousand."""


def whole_reply(http: httpx.Client, request: httpx.Request, *, within: float) -> httpx.Response:
    """Return the reply with its body read.

    Raises httpx.ReadTimeout when the body takes longer than `within` seconds, httpx.ReadError when it is larger than
    any that makes sense.

    httpx's own time-outs are for one read each, and a body that trickles has many.
    """
    end = time.monotonic() + within
    response = http.send(request, stream=True)
    try:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if time.monotonic() > end:
                raise httpx.ReadTimeout("the body trickles", request=request)
            if len(body) > LARGEST:
                raise httpx.ReadError("the body is too large", request=request)
    finally:
        response.close()
    return httpx.Response(response.status_code, headers=_unpacked(response), content=bytes(body), request=request)


def _unpacked(response: httpx.Response) -> list[tuple[str, str]]:
    """Return the headers that still fit once the body is unpacked and in one piece."""
    packed = ("content-encoding", "transfer-encoding", "content-length")
    return [(name, value) for name, value in response.headers.multi_items() if name.lower() not in packed]
