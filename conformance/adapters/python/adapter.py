"""Drives the Python SDK `decart`: `python adapter.py`. Realtime too, where `decart[realtime]` with livekit is installed."""

import importlib.metadata
import inspect
import os
import platform
import sys

try:
    import decart
    from decart import DecartClient, models
except ModuleNotFoundError as missing:
    sys.exit(f"{sys.executable} has no {missing.name}: pip install decart, in the environment this runs in.")
from kit_adapter import given, received, serve

try:
    import realtime
except ImportError:
    realtime = None


def welcome(hello):
    candidates = hello["candidates"]
    tokens = type(DecartClient(api_key="none").tokens)
    takes_options = "expires_in" in inspect.signature(tokens.create).parameters
    return {
        "adapter": {"name": "decart-python", "version": "1.0.0"},
        "sdk": {
            "name": "decart",
            "version": importlib.metadata.version("decart"),
            "language": "python",
            "runtime": f"python {platform.python_version()}",
            "os": sys.platform,
        },
        "capabilities": [
            *("tokens.create", "process", "queue.submit", "queue.status", "queue.result", "queue.submitAndPoll"),
            *("cancel.queue", "input.stream", "input.path", "input.url", "error.httpStatus"),
            *("option.integration", "env.apiKey", "adapter.echo", "adapter.sleep"),
            *(["tokens.options"] if takes_options else []),
            *(realtime.capabilities if realtime else []),
        ],
        "models": {
            surface: [model for model in candidates[surface] if known(surface, model)]
            for surface in ("video", "image", "realtime")
        },
        "limits": {"maxConcurrent": 32},
        "blob": ["path", "inline", "url"],
    }


def known(surface, model):
    try:
        return getattr(models, surface)(model) is not None
    except decart.DecartSDKError:
        return False


def open_client(config):
    wanted = config.get("env", {})
    before = {name: os.environ.get(name) for name in wanted}
    set_environment(wanted)
    try:
        return DecartClient(
            api_key=config["apiKey"],
            base_url=config["baseUrl"],
            realtime_base_url=config.get("realtimeUrl", ""),
            integration=config.get("integration"),
        )
    finally:
        set_environment(before)


def set_environment(values):
    for name, value in values.items():
        if value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)


def options(surface, args):
    how = args.get("as", "bytes")
    inputs = {name: given(value, how) for name, value in args["inputs"].items()}
    return {"model": getattr(models, surface)(args["model"]), **inputs}


def job(seen):
    return {"jobId": seen.job_id, "status": str(getattr(seen.status, "value", seen.status))}


def plain(value):
    return value.model_dump(exclude_none=True) if hasattr(value, "model_dump") else value


async def create_token(client, args, _call):
    names = {"expiresIn": "expires_in", "allowedModels": "allowed_models", "allowedOrigins": "allowed_origins"}
    token = await client.tokens.create(**{names.get(name, name): value for name, value in args.items()})
    return {
        "apiKey": token.api_key,
        "token": getattr(token, "token", None),
        "expiresAt": token.expires_at,
        "permissions": plain(getattr(token, "permissions", None)),
        "constraints": plain(getattr(token, "constraints", None)),
    }


async def process(client, args, _call):
    return received(await client.process(options("image", args)))


async def submit(client, args, _call):
    return job(await client.queue.submit(options("video", args)))


async def status(client, args, _call):
    return job(await client.queue.status(args["jobId"]))


async def result(client, args, _call):
    return received(await client.queue.result(args["jobId"]))


async def submit_and_poll(client, args, call):
    callbacks = {"on_status_change": lambda seen: call.emit("status", job(seen))}
    ended = await client.queue.submit_and_poll({**options("video", args), **callbacks})
    return {
        "status": ended.status,
        "jobId": getattr(ended, "job_id", None),
        "error": getattr(ended, "error", None),
        "data": received(getattr(ended, "data", None)),
    }


serve(
    welcome,
    open_client,
    {
        "tokens.create": create_token,
        "process": process,
        "queue.submit": submit,
        "queue.status": status,
        "queue.result": result,
        "queue.submitAndPoll": submit_and_poll,
        **(realtime.operations if realtime else {}),
    },
)
