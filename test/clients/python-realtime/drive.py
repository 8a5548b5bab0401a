"""Runs realtime sessions of the Python SDK against the mock server; prints one JSON object per scenario."""

import asyncio
import json
import sys

from decart import DecartClient, models
from decart.realtime import RealtimeClient, SetInput
from decart.realtime.subscribe import SubscribeOptions
from decart.realtime.types import RealtimeConnectOptions
from decart.types import ModelState, Prompt
from livekit import rtc

base, realtime_base, model_name = sys.argv[1:4]


def tell(scenario, **fields):
    print(json.dumps({"scenario": scenario, **fields}), flush=True)


def camera():
    """A grey picture, 20 times a second."""
    source = rtc.VideoSource(640, 360)

    async def run():
        data = bytearray(b"\xb4" * (640 * 360) + b"\x80" * (640 * 360 // 2))
        while True:
            source.capture_frame(rtc.VideoFrame(640, 360, rtc.VideoBufferType.I420, data))
            await asyncio.sleep(0.05)

    return rtc.LocalVideoTrack.create_video_track("camera", source), asyncio.ensure_future(run())


async def frames(track, count):
    seen = 0
    stream = rtc.VideoStream(track)
    async for _ in stream:
        seen += 1
        if seen >= count:
            break
    await stream.aclose()
    return seen


async def session():
    track, running = camera()
    remote = asyncio.get_running_loop().create_future()
    states, ticks, errors = [], [], []
    client = DecartClient(api_key="dct_python", base_url=base, realtime_base_url=realtime_base)
    live = await RealtimeClient.connect(
        base_url=realtime_base,
        api_key="dct_python",
        local_track=track,
        options=RealtimeConnectOptions(
            model=models.realtime(model_name),
            on_remote_stream=lambda one: remote.done() or remote.set_result(one),
            initial_state=ModelState(prompt=Prompt(text="Anime style", enhance=False)),
        ),
    )
    live.on("connection_change", states.append)
    live.on("generation_tick", lambda tick: ticks.append(tick.seconds))
    live.on("error", lambda error: errors.append(str(error)))
    seen = await asyncio.wait_for(frames(await asyncio.wait_for(remote, 30), 10), 30)
    await live.set_prompt("Cyberpunk city", enhance=False)
    await live.set(SetInput(prompt="noir"))
    while not ticks:
        await asyncio.sleep(0.05)
    watched = asyncio.get_running_loop().create_future()
    viewer = await RealtimeClient.subscribe(
        base_url=realtime_base,
        api_key="dct_python",
        options=SubscribeOptions(
            token=live.subscribe_token,
            on_remote_stream=lambda one: watched.done() or watched.set_result(one),
        ),
    )
    viewed = await asyncio.wait_for(frames(await asyncio.wait_for(watched, 30), 3), 30)
    await viewer.disconnect()
    await live.disconnect()
    running.cancel()
    await client.close()
    tell("session", frames=seen, viewed=viewed, states=states, ticks=ticks[:1], errors=errors, id=live.session_id)


async def refused(scenario, key, model=model_name):
    try:
        await RealtimeClient.connect(
            base_url=realtime_base,
            api_key=key,
            local_track=None,
            options=RealtimeConnectOptions(model=models.realtime(model), on_remote_stream=lambda _: None),
        )
        tell(scenario, error=None)
    except Exception as error:  # noqa: BLE001 - whatever the SDK raises is what is asked for
        tell(scenario, error=type(error).__name__, message=str(error))


async def main():
    await session()
    await refused("bad key", "dct_invalid")


asyncio.run(main())
