"""One session of the Python SDK: connects, gets a picture, changes the prompt, sees a tick, disconnects."""

import asyncio
import json
import sys

from decart import DecartClient, models
from decart.realtime import RealtimeClient
from decart.realtime.types import RealtimeConnectOptions
from decart.types import ModelState, Prompt
from livekit import rtc

base, realtime_base, model_name = sys.argv[1:4]
PATIENCE_S = 30


def see(subject, event):
    print(json.dumps({"subject": subject, "event": event}), flush=True)


async def film(source):
    data = bytearray(b"\xb4" * (640 * 360) + b"\x80" * (640 * 360 // 2))
    while True:
        source.capture_frame(rtc.VideoFrame(640, 360, rtc.VideoBufferType.I420, data))
        await asyncio.sleep(0.05)


async def first_frame(track):
    stream = rtc.VideoStream(track)
    async for event in stream:
        see("output", f"frames of {event.frame.width}x{event.frame.height}")
        break
    await stream.aclose()


async def main():
    source = rtc.VideoSource(640, 360)
    camera = asyncio.ensure_future(film(source))
    remote = asyncio.get_running_loop().create_future()
    ticked = asyncio.Event()
    client = DecartClient(api_key="dct_beside_python", base_url=base, realtime_base_url=realtime_base)
    live = await RealtimeClient.connect(
        base_url=realtime_base,
        api_key="dct_beside_python",
        local_track=rtc.LocalVideoTrack.create_video_track("camera", source),
        options=RealtimeConnectOptions(
            model=models.realtime(model_name),
            on_remote_stream=lambda one: remote.done() or remote.set_result(one),
            initial_state=ModelState(prompt=Prompt(text="Anime style", enhance=False)),
        ),
    )
    see("session", "connects")
    live.on("error", lambda error: see("session", f"error: {error}"))
    live.on("generation_tick", lambda _: ticked.set())
    await first_frame(await asyncio.wait_for(remote, PATIENCE_S))
    await live.set_prompt("Cyberpunk city", enhance=False)
    see("session", "prompt is acknowledged")
    await asyncio.wait_for(ticked.wait(), PATIENCE_S)
    see("session", f"ticks, and is {live.get_connection_state()}")
    await live.disconnect()
    see("session", f"disconnects, and is {live.get_connection_state()}")
    camera.cancel()
    await client.close()


asyncio.run(main())
