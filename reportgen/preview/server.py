"""The page over HTTP, for browsers of this machine alone.

It listens on 127.0.0.1 and answers only to that name: a page elsewhere that points its own name at this machine (DNS
rebinding) is refused by the Host header, and no other origin is ever allowed to read.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from reportgen.errors import Problem, UsageError
from reportgen.preview.page import EVENTS
from reportgen.preview.watching import Stage

ADDRESS = "127.0.0.1"
LOOK_EVERY = 0.05  # seconds
REMIND_EVERY = 300  # looks: a comment keeps the connection known to be alive
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def listening(port: int) -> socket.socket:
    """A socket of this machine alone; port 0 takes a free one. UsageError where the port is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((ADDRESS, port))
        found.listen()  # from now on a browser waits instead of being turned away
    except OSError as error:
        found.close()
        raise UsageError(
            Problem(
                f"port {port} cannot be used",
                found=error.strerror or str(error),
                todo="choose another --port, or leave it out to take a free one",
            )
        ) from error
    return found


class OnlyHere:
    """What is asked under another name than the server's own is refused."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse."""
        if HTTPConnection(scope).headers.get("host") in self._hosts:
            await self._app(scope, receive, send)
        else:
            refusal = PlainTextResponse("This preview answers to its own address only.\n", 421, HEADERS)
            await refusal(scope, receive, send)


def application(stage: Stage, port: int) -> Starlette:
    """The page at /, the numbers of its versions as server-sent events beside it, and nothing else."""
    hosts = frozenset(f"{name}:{port}" for name in (ADDRESS, "localhost"))

    async def page(_: Request) -> Response:
        return Response(stage.shown(), media_type="text/html", headers=HEADERS)

    async def events(_: Request) -> Response:
        return StreamingResponse(_versions(stage), media_type="text/event-stream", headers=HEADERS)

    return Starlette(
        routes=[Route("/", page), Route(EVENTS, events)],
        middleware=[Middleware(OnlyHere, hosts=hosts)],
    )


def serve(stage: Stage, at: socket.socket) -> None:
    """Answer until the process is told to stop."""
    port = at.getsockname()[1]
    config = uvicorn.Config(
        application(stage, port),
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run([at])


async def _versions(stage: Stage) -> AsyncIterator[str]:
    """The page's number now, and again whenever it changes."""
    told, looks = -1, 0
    while True:
        if stage.version != told:
            told = stage.version
            yield f"data: {told}\n\n"
        elif looks % REMIND_EVERY == 0:
            yield ": still here\n\n"
        looks += 1
        await asyncio.sleep(LOOK_EVERY)
