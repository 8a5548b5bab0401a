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


plain_publish = rtc.LocalParticipant.publish_track
publishers = {}


def kept_publish(self, track, *args, **options):
    publishers[id(track)] = self
    return plain_publish(self, track, *args, **options)


rtc.LocalParticipant.publish_track = kept_publish

GREY, RED, BLUE = (0xB4, 0x80, 0x80), (81, 90, 240), (41, 240, 110)
WIDTH, HEIGHT = 640, 360


class Camera:
    """A track of one colour, Y, U and V, with a mark that moves."""

    def __init__(self, colour):
        self.source = rtc.VideoSource(WIDTH, HEIGHT)
        self.track = rtc.LocalVideoTrack.create_video_track("camera", self.source)
        self.colour = colour
        self.capturing = True

    async def run(self):
        luma, *chroma = self.colour
        quarter = WIDTH * HEIGHT // 4
        data = bytearray([luma] * (WIDTH * HEIGHT) + [chroma[0]] * quarter + [chroma[1]] * quarter)
        step = 0
        while True:
            if self.capturing:
                data[step % (WIDTH * 300)] ^= 0x7F
                step += 641
                self.source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, data))
            await asyncio.sleep(0.05)


class Play:
    """One scenario: its cameras, and what the app sees."""

    def __init__(self, request):
        self.request = request
        self.told, self.ticks = [], []
        self.frames = 0
        self.newest = None
        self.connect = None
        self.live = None
        self.first = Camera(RED if request["camera"] == "red, then blue" else GREY)
        self.second = None
        self.first.capturing = request["camera"] != "stopped"

    async def watch(self, track):
        async for event in rtc.VideoStream(track):
            self.frames += 1
            self.newest = event.frame

    async def run(self):
        self.running = asyncio.ensure_future(self.first.run())
        model = models.realtime(known_model).model_copy(update={"name": self.request["model"]})
        prompt = self.request.get("prompt")
        state = ModelState(prompt=Prompt(text=prompt, enhance=False)) if prompt else None
        try:
            self.live = await RealtimeClient.connect(
                base_url=realtime_base,
                api_key=self.request["key"],
                local_track=self.first.track,
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

    async def add_camera(self):
        self.second = Camera(BLUE)
        self.adding = asyncio.ensure_future(self.second.run())
        self.publication = await publishers[id(self.first.track)].publish_track(self.second.track)

    async def remove_camera(self):
        await publishers[id(self.second.track)].unpublish_track(self.publication.sid)

    def colour(self):
        if self.newest is None:
            return [0, 0, 0]
        pixels = self.newest.convert(rtc.VideoBufferType.RGBA).data
        count = len(pixels) // 4
        return [sum(pixels[channel::400]) * 100 // count for channel in range(3)]

    def story(self):
        return {
            "rgb": self.colour(),
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
        play.first.capturing = False
    if command["do"] == "addCamera":
        await play.add_camera()
    if command["do"] == "removeCamera":
        await play.remove_camera()
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
