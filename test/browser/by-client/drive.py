"""Runs sessions of the Python SDK for the table: commands on stdin and stories on stdout, one JSON object a line."""

import asyncio
import json
import sys
from urllib.parse import parse_qs, urlparse

import aiohttp
from decart import models
from decart.realtime import RealtimeClient
from decart.realtime.types import RealtimeConnectOptions
from decart.types import ModelState, Prompt
from livekit import rtc

realtime_base, known_model = sys.argv[1:3]
plays = {}
dials = {}

plain_connect = aiohttp.ClientSession.ws_connect


def counted_connect(self, url, *args, **options):
    key = parse_qs(urlparse(str(url)).query).get("api_key", [""])[0]
    dials[key] = dials.get(key, 0) + 1
    return plain_connect(self, url, *args, **options)


aiohttp.ClientSession.ws_connect = counted_connect


class Play:
    """One scenario: a camera of moving grey, and what the app sees."""

    def __init__(self, request):
        self.request = request
        self.told, self.ticks = [], []
        self.frames = 0
        self.connect = None
        self.live = None
        self.capturing = request["camera"] == "moving"

    async def camera(self, source):
        data = bytearray(b"\xb4" * (640 * 360) + b"\x80" * (640 * 360 // 2))
        step = 0
        while True:
            if self.capturing:
                data[step % (640 * 300)] ^= 0x7F
                step += 641
                source.capture_frame(rtc.VideoFrame(640, 360, rtc.VideoBufferType.I420, data))
            await asyncio.sleep(0.05)

    async def watch(self, track):
        async for _ in rtc.VideoStream(track):
            self.frames += 1

    async def run(self):
        source = rtc.VideoSource(640, 360)
        track = rtc.LocalVideoTrack.create_video_track("camera", source)
        self.running = asyncio.ensure_future(self.camera(source))
        model = models.realtime(known_model).model_copy(update={"name": self.request["model"]})
        prompt = self.request.get("prompt")
        state = ModelState(prompt=Prompt(text=prompt, enhance=False)) if prompt else None
        try:
            self.live = await RealtimeClient.connect(
                base_url=realtime_base,
                api_key=self.request["key"],
                local_track=None if self.request["camera"] == "none" else track,
                options=RealtimeConnectOptions(
                    model=model,
                    on_remote_stream=lambda one: asyncio.ensure_future(self.watch(one)),
                    initial_state=state,
                ),
            )
        except Exception as error:  # noqa: BLE001 - the table shows what the SDK raises
            self.connect = f"rejects: {error}"
            return
        self.connect = "resolves"
        self.live.on("connection_change", self.told.append)
        self.live.on("error", lambda error: self.told.append(f"error: {error}"))
        self.live.on("generation_tick", lambda tick: self.ticks.append(tick.seconds))

    def story(self):
        return {
            **({"connect": self.connect} if self.connect else {}),
            "dials": dials.get(self.request["key"], 0),
            "told": self.told,
            "ticks": self.ticks,
            "frames": self.frames,
        }


async def perform(command):
    name = command["scenario"]
    if command["do"] == "connect":
        plays[name] = Play(command)
        plays[name].task = asyncio.ensure_future(plays[name].run())
        return None
    play = plays[name]
    if command["do"] == "story":
        return play.story()
    if command["do"] == "setPrompt":
        await play.live.set_prompt(command["prompt"], enhance=False)
    if command["do"] == "stopCamera":
        play.capturing = False
    if command["do"] == "disconnect" and play.live:
        await play.live.disconnect()
    return None


async def answer(command):
    try:
        result = {"value": await perform(command)}
    except Exception as error:  # noqa: BLE001 - reported to the test
        result = {"error": str(error)}
    print(json.dumps({"n": command["n"], **result}), flush=True)


async def main():
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await reader.readline():
        asyncio.ensure_future(answer(json.loads(line)))


asyncio.run(main())
