"""Records how FastAPI answers odd form bodies, as the oracle of test/unit/http/fastapi.test.ts.

    python3 -m venv venv
    venv/bin/pip install fastapi==0.165.0 python-multipart==0.0.34 uvicorn==0.54.0 httpx==0.28.1
    venv/bin/python test/unit/http/fastapi/record.py test/unit/http/fastapi/oracle.json

Every body goes over a raw socket to a FastAPI app with the forms of `POST /v1/jobs/lucy-2.5` and `POST /v1/files`.
The file that is written has, for each body: its name, the path, the request headers, the body, the status, and the
answer. A body is a list of pieces: text whose characters are bytes (latin-1), or {"repeat": text, "times": n}.
`chunk` is the size of the chunks of a chunked body. `close` marks a client that ends its side after the body.
`status` is null where FastAPI gives no answer. The forms answer what they got, with long texts as "n characters".
"""

import asyncio
import json
import socket
import sys
import threading
from importlib.metadata import version
from typing import Annotated, Any, Literal

import uvicorn
from fastapi import FastAPI, File, Form, Header, UploadFile

from bodies import CASES, Case

app = FastAPI()


def short(text: str) -> str:
    return text if len(text) <= 100 else f"{len(text)} characters"


def seen(file: UploadFile | None) -> dict[str, Any] | None:
    """What the app got of a file."""
    return None if file is None else {"filename": short(file.filename or ""), "size": file.size}


@app.post("/v1/jobs/lucy-2.5")
async def submit(
    x_api_key: Annotated[str, Header()],
    data: Annotated[UploadFile, File()],
    prompt: Annotated[str, Form()] = "",
    reference_image: Annotated[UploadFile | None, File()] = None,
    seed: Annotated[int | None, Form(ge=0, le=4294967295)] = None,
    resolution: Annotated[Literal["720p"], Form()] = "720p",
    enhance_prompt: Annotated[bool, Form()] = True,
    self_anchor: Annotated[bool, Form()] = True,
) -> dict[str, Any]:
    return {"prompt": short(prompt), "seed": seed, "data": seen(data), "reference_image": seen(reference_image)}


@app.post("/v1/files")
async def upload(
    x_api_key: Annotated[str, Header()],
    file: Annotated[UploadFile, File()],
    ttl_seconds: Annotated[str | None, Form()] = None,
) -> dict[str, Any]:
    return {"ttl_seconds": ttl_seconds, "file": seen(file)}


def ask(port: int, case: Case) -> tuple[int | None, Any]:
    """Sends a case over a socket of its own. Returns the status and the body of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(case.head() + case.wire())
        if case.close:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    if not received:
        return None, None
    head, _, body = received.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    try:
        return status, json.loads(body)
    except ValueError:
        return status, body.decode("latin-1")


def record(port: int) -> dict[str, Any]:
    entries = []
    for case in CASES:
        status, answer = ask(port, case)
        entries.append({**case.entry(), "status": status, "answer": answer})
    packages = ["fastapi", "starlette", "python-multipart", "uvicorn", "h11", "pydantic"]
    return {
        "recorded_with": {**{name: version(name) for name in packages}, "python": sys.version.split()[0]},
        "entries": entries,
    }


def main() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)), "Two cases have one name."
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    oracle = record(port)
    server.should_exit = True
    thread.join()
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write('{\n  "recorded_with": ' + json.dumps(oracle["recorded_with"]) + ',\n  "entries": [\n    ')
        out.write(",\n    ".join(json.dumps(entry) for entry in oracle["entries"]))
        out.write("\n  ]\n}\n")
    print(f"{len(names)} bodies, {sys.argv[1]}")


main()
