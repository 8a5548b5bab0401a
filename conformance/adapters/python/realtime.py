"""The realtime side of `decart` from 0.1.0 on. Importing it fails where livekit is not installed."""

import asyncio
import inspect

from decart import models
from decart.realtime.client import RealtimeClient
from decart.realtime.types import RealtimeConnectOptions
from decart.types import ModelState, Prompt
from kit_adapter import facts, given
from livekit import rtc

capabilities = [
    *("realtime.connect", "realtime.setPrompt", "realtime.setImage", "realtime.state", "realtime.disconnect"),
    *("realtime.signaling", "realtime.media"),
]

if "local_track" not in inspect.signature(RealtimeClient.connect).parameters or not hasattr(rtc, "VideoSource"):
    raise ImportError("This version uses WebRTC directly, not LiveKit.")


class Session:
    """A connected session with the camera that feeds it."""

    def __init__(self, client, camera):
        self.client = client
        self.camera = camera

    async def close(self):
        self.camera.cancel()
        await self.client.disconnect()


async def connect(client, args, call):
    source = rtc.VideoSource(640, 352)
    track = rtc.LocalVideoTrack.create_video_track("camera", source)
    camera = asyncio.create_task(film(source))
    early = []
    emit = lambda name, data: early.append((name, data))
    state = args.get("initialState") or {}
    options = RealtimeConnectOptions(
        model=models.realtime(args["model"]),
        on_remote_stream=lambda remote: asyncio.ensure_future(watch(remote, lambda *event: emit(*event))),
        initial_state=ModelState(prompt=Prompt(**state["prompt"])) if "prompt" in state else None,
    )
    try:
        session = await RealtimeClient.connect(client.realtime_base_url, client.api_key, track, options)
    except BaseException:
        camera.cancel()
        raise
    emit = call.open(Session(session, camera))
    for event in early:
        emit(*event)
    session.on("connection_change", lambda now: emit("connection", {"state": now}))
    session.on("error", lambda error: emit("error", {"error": {**facts(error), "kind": "event"}}))
    session.on("generation_tick", lambda tick: emit("tick", {"seconds": tick.seconds}))
    return {"sessionId": session.session_id, "subscribeToken": session.subscribe_token}


async def film(source):
    """A grey picture, brighter from frame to frame."""
    for n in range(10**9):
        grey = bytes([n * 3 % 256]) * (640 * 352 * 3)
        source.capture_frame(rtc.VideoFrame(640, 352, rtc.VideoBufferType.RGB24, grey))
        await asyncio.sleep(1 / 15)


async def watch(track, emit):
    """Reports the first three frames that come back."""
    emit("track", {"kind": "video", "id": track.sid})
    count = 0
    async for event in rtc.VideoStream(track):
        count += 1
        if count > 3:
            return
        emit("frame", {"n": count, "width": event.frame.width, "height": event.frame.height})


async def set_prompt(session, args, _call):
    await session.client.set_prompt(args["prompt"], **({"enhance": args["enhance"]} if "enhance" in args else {}))


async def set_image(session, args, _call):
    await session.client.set_image(given(args["image"]))


async def state(session, _args, _call):
    client = session.client
    return {
        "state": client.get_connection_state(),
        "connected": client.is_connected(),
        "sessionId": client.session_id,
    }


async def disconnect(session, _args, _call):
    await session.close()


operations = {
    "realtime.connect": connect,
    "realtime.setPrompt": set_prompt,
    "realtime.setImage": set_image,
    "realtime.state": state,
    "realtime.disconnect": disconnect,
}
