"""The common part of adapters in Python: reads messages, runs operations, answers each call once.

An adapter passes `welcome`, `open_client` and `operations` to `serve`; this file is independent of any SDK.
"""

import asyncio
import base64
import hashlib
import io
import json
import pathlib
import sys
import time
import urllib.request


class Unsupported(Exception):
    """Raised by an operation that the SDK does not have."""


class Call:
    """One call: its events, and the handle of a realtime session it may open."""

    def __init__(self, id, clients):
        self._emit = _emitter(id)
        self._clients = clients
        self.handle = None

    def emit(self, name, data):
        """An event of the call. It must come before the result."""
        self._emit(name, data)

    def open(self, session):
        """Keeps a realtime session for later calls. Returns a function that sends its events."""
        self.handle = f"h{len(self._clients)}-{id(session)}"
        self._clients[self.handle] = session
        return _emitter(self.handle)


def _emitter(on):
    count = 0

    def emit(name, data):
        nonlocal count
        send({"t": "event", "on": on, "seq": count, "at": _now(), "name": name, "data": data})
        count += 1

    return emit


def send(message):
    sys.stdout.write('{"kit":1,' + json.dumps(message, ensure_ascii=False)[1:] + "\n")
    sys.stdout.flush()


def serve(welcome, open_client, operations):
    """Runs until the kit sends bye. Operations are `async (client, args, call) -> value`."""
    asyncio.run(_serve(welcome, open_client, {"adapter.echo": _echo, "adapter.sleep": _sleep, **operations}))


def received(data):
    """Facts of the bytes that user code received."""
    if data is None:
        return None
    return {"$blob": {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "head": data[:64].hex()}}


def given(value, how="bytes"):
    """A blob of the kit as bytes, a stream, a path or a URL. Other values unchanged."""
    if not isinstance(value, dict) or "$blob" not in value:
        return value
    blob = value["$blob"]
    if how == "url":
        return blob["url"]
    if how == "path":
        return pathlib.Path(blob["path"])
    if "path" in blob:
        data = pathlib.Path(blob["path"]).read_bytes()
    elif "base64" in blob:
        data = base64.b64decode(blob["base64"])
    else:
        data = urllib.request.urlopen(blob["url"]).read()
    return io.BytesIO(data) if how == "stream" else data


def facts(error):
    """The facts of an exception."""
    found = {"kind": "thrown", "type": type(error).__name__, "message": str(error)}
    data = getattr(error, "data", None)
    if isinstance(data, dict) and isinstance(data.get("status"), int):
        found["httpStatus"] = data["status"]
    if isinstance(error, asyncio.TimeoutError):
        found["isTimeout"] = True
    if isinstance(error, asyncio.CancelledError):
        found["isAbort"] = True
    if error.__cause__ is not None:
        found["cause"] = facts(error.__cause__)
    return found


async def _serve(welcome, open_client, operations):
    clients, tasks = {}, {}

    async def perform(message, call):
        kind = message["t"]
        if kind == "open":
            clients[message["session"]] = open_client(message["config"])
        elif kind == "close":
            client = clients.pop(message["on"], None)
            if hasattr(client, "close"):
                await client.close()
        elif message["op"] in operations:
            return await operations[message["op"]](clients.get(message["on"]), message["args"], call)
        else:
            raise Unsupported(f"This adapter has no {message['op']}.")

    while line := await asyncio.to_thread(sys.stdin.readline):
        message = json.loads(line)
        kind = message["t"]
        if kind == "hello":
            send({"t": "welcome", "protocol": "1.0", **welcome(message)})
        elif kind == "ping":
            send({"t": "pong", "n": message["n"], "at": _now()})
        elif kind == "cancel" and message["id"] in tasks:
            tasks[message["id"]].cancel()
        elif kind == "bye":
            return
        elif kind in ("open", "call", "close"):
            task = asyncio.create_task(_answer(Call(message["id"], clients), message, perform))
            tasks[message["id"]] = task
            task.add_done_callback(lambda _, id=message["id"]: tasks.pop(id, None))


async def _answer(call, message, perform):
    try:
        outcome = {"outcome": "ok", "value": await perform(message, call)}
        if call.handle is not None:
            outcome["handle"] = call.handle
    except Unsupported as error:
        outcome = {"outcome": "unsupported", "reason": str(error)}
    except (Exception, asyncio.CancelledError) as error:
        outcome = {"outcome": "error", "error": facts(error)}
    send({"t": "result", "id": message["id"], **outcome})


async def _echo(_client, args, _call):
    value = args["value"]
    return received(given(value)) if isinstance(value, dict) and "$blob" in value else value


async def _sleep(_client, args, _call):
    await asyncio.sleep(args["ms"] / 1000)


def _now():
    return time.monotonic() * 1000
