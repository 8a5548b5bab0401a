"""Drives the published Python SDK through every scenario and prints one JSON line for each.

Usage: drive.py BASE_URL SITE_URL CLIP_MODEL RETIRED_MODEL FIXTURES
The tests read the lines, and the server's journal, and judge. Every scenario has a key of its own: dct_<name>.
"""

import asyncio
import json
import sys
import warnings
from pathlib import Path

from decart import CustomModelDefinition, DecartClient, models

BASE, SITE, CLIP, RETIRED, FIXTURES = sys.argv[1:6]
VIDEO = (Path(FIXTURES) / "input.mp4").read_bytes()
IMAGE = (Path(FIXTURES) / "input.png").read_bytes()
TEXT = b"no media at all"

scenarios = {}


def scenario(function):
    scenarios[function.__name__] = function
    return function


def custom(name):
    return CustomModelDefinition(name=name, url_path=f"/v1/jobs/{name}", fps=20, width=1280, height=720)


def clip(**more):
    return {"model": models.video(CLIP), "prompt": "a quiet street", "data": VIDEO, **more}


def picture(**more):
    return {"model": models.image("lucy-image-2"), "prompt": "a quiet street", "data": IMAGE, **more}


def kind(result):
    return "mp4" if result[4:8] == b"ftyp" else "png" if result[1:4] == b"PNG" else "unknown"


def token_view(token):
    return {name: getattr(token, name, None) for name in ("api_key", "expires_at", "token", "permissions", "constraints")}


@scenario
async def tokens_plain(client):
    return token_view(await client.tokens.create())


@scenario
async def tokens_options(client):
    token = await client.tokens.create(
        metadata={"service_tier": 2},
        expires_in=3600,
        allowed_models=["lucy-2.1"],
        allowed_origins=["https://app.example.com"],
        constraints={"realtime": {"maxSessionDuration": 120}},
    )
    return token_view(token)


@scenario
async def tokens_refused(client):
    await client.tokens.create(expires_in=0, allowed_origins=["https://Example.com/"])


@scenario
async def tokens_of_a_token(client):
    token = await client.tokens.create()
    async with DecartClient(api_key=token.api_key, base_url=BASE) as limited:
        await limited.tokens.create()


@scenario
async def tokens_unsigned(client):
    return token_view(await client.tokens.create())


@scenario
async def tokens_verify(client):
    token = await client.tokens.create(
        metadata={"attribution": {"team": "shop"}},
        allowed_models=["lucy-2.1"],
        allowed_origins=["https://app.example.com"],
        constraints={"realtime": {"maxSessionDuration": 120}},
    )
    if not hasattr(client.tokens, "verify"):
        return "not in this version"
    verified = await client.tokens.verify(token.token, jwks_url=f"{BASE}/api/auth/jwks")
    return {
        "tier": verified.service_tier,
        "pool": verified.pool,
        "organisation": verified.organization_id,
        "key": verified.api_key_name,
        "models": verified.allowed_models,
        "origins": verified.allowed_origins,
        "constraints": verified.constraints,
        "sessions": verified.realtime_concurrent_session_limit,
        "zero_data_retention": verified.zero_data_retention,
        "attribution": verified.attribution,
        "ids": bool(verified.user_id and verified.api_key_id),
    }


@scenario
async def process(client):
    return kind(await client.process(picture(seed=7, enhance_prompt=False)))


@scenario
async def process_wrong_type(client):
    await client.process(picture(data=TEXT))


@scenario
async def step_by_step(client):
    job = await client.queue.submit(clip(prompt="[mock:instant] ü", seed=0, enhance_prompt=True))
    status = await client.queue.status(job.job_id)
    result = await client.queue.result(job.job_id)
    return {"submitted": job.status, "status": status.status, "same": job.job_id == status.job_id, "result": kind(result)}


@scenario
async def poll(client):
    seen = []
    done = await client.queue.submit_and_poll(clip(on_status_change=lambda job: seen.append(job.status)))
    return {"seen": seen, "status": done.status, "result": kind(done.data)}


@scenario
async def poll_failed(client):
    done = await client.queue.submit_and_poll(clip(prompt="[mock:instant] [mock:fail]"))
    return {"status": done.status, "error": done.error}


@scenario
async def poll_unavailable(client):
    await client.queue.submit_and_poll(clip())


@scenario
async def empty_prompt_and_reference(client):
    return (await client.queue.submit(clip(prompt="", reference_image=IMAGE))).status


@scenario
async def file_from_path(client):
    return (await client.queue.submit(clip(data=Path(FIXTURES) / "input.mp4"))).status


@scenario
async def file_from_address(client):
    return (await client.queue.submit(clip(data=f"{SITE}/clip.mp4"))).status


@scenario
async def custom_without_files(client):
    await client.queue.submit({"model": custom("lucy-2.1"), "prompt": "no files", "enhance_prompt": True, "seed": 7})


@scenario
async def custom_with_list(client):
    inputs = {"data": VIDEO, "extra": [{"frame": 0, "x": 0.5}], "flag": False}
    return (await client.queue.submit({"model": custom("lucy-2.1"), **inputs})).status


@scenario
async def custom_unknown(client):
    await client.queue.submit({"model": custom("my-own-model"), "data": VIDEO})


@scenario
async def retired(client):
    await client.queue.submit({"model": custom(RETIRED), "data": VIDEO})


@scenario
async def no_video(client):
    await client.queue.submit(clip(data=TEXT))


@scenario
async def no_credits(client):
    await client.queue.submit(clip())


@scenario
async def invalid(client):
    await client.queue.submit(clip())


@scenario
async def missing_status(client):
    await client.queue.status("none")


@scenario
async def missing_result(client):
    await client.queue.result("none")


@scenario
async def early_result(client):
    job = await client.queue.submit(clip(prompt="[mock:hang]"))
    await client.queue.result(job.job_id)


@scenario
async def reset(client):
    await client.queue.submit(clip(prompt="[mock:reset]"))


@scenario
async def malformed(client):
    await client.queue.submit(clip(prompt="[mock:malformed]"))


@scenario
async def redirected(client):
    job = await client.queue.submit(clip(prompt="[mock:instant]"))
    return kind(await client.queue.result(job.job_id))


@scenario
async def slash_at_the_end(client):
    async with DecartClient(api_key=client.api_key, base_url=f"{BASE}/") as other:
        return (await other.queue.submit(clip())).status


async def run(name, function):
    try:
        async with DecartClient(api_key=f"dct_{name}", base_url=BASE) as client:
            return {"scenario": name, "value": await function(client)}
    except Exception as error:  # Which error it is, is what the tests want to know.
        text = getattr(error, "message", None)
        return {
            "scenario": name,
            "error": type(error).__name__,
            "message": text if isinstance(text, str) else str(error),
            "data": getattr(error, "data", None),
        }


async def main():
    for outcome in await asyncio.gather(*(run(name, function) for name, function in scenarios.items())):
        print(json.dumps(outcome, default=str))


warnings.simplefilter("ignore")
asyncio.run(main())
