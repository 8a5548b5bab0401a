"""Drives decart 0.0.37's RealtimeLipsyncClient and a client with the standard alphabet. One JSON line a scenario."""

import asyncio
import base64
import io
import json
import math
import sys
import wave

import cv2
import numpy as np
import websockets
from decart.lipsync import RealtimeLipsyncClient

http_url, retired_url = sys.argv[1:3]
PICTURES = 50


def report(scenario, **values):
    print(json.dumps({"scenario": scenario, **values}), flush=True)


def tone(seconds, rate=16000):
    samples = (int(26000 * math.sin(i * 440 * 2 * math.pi / rate)) for i in range(int(seconds * rate)))
    return b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples)


def wav(pcm):
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16000)
        out.writeframes(pcm)
    return file.getvalue()


def picture(number, width=450, height=800):
    image = np.full((height, width, 3), 130, np.uint8)
    image[:, : number + 1] = (200, 40, 90)
    return image


def mouth(image):
    """Share of white where the mouth is drawn."""
    height, width = image.shape[:2]
    part = image[int(height * 0.63) : int(height * 0.81), int(width * 0.39) : int(width * 0.61)]
    return round(float((part > 200).all(axis=2).mean()), 3)


async def file_example():
    """As the SDK's own example, which has a second of patience for each read: a busy machine needs more."""
    pcm = tone(1.28)
    client = RealtimeLipsyncClient(api_key="dct_python", base_url=http_url)
    await client.connect()
    await client.send_audio(wav(pcm))
    for number in range(PICTURES):
        await client.send_video_frame(picture(number))
    results = []
    for _ in range(PICTURES):
        results.append(await client.get_synced_output(timeout=20.0))
    await client.disconnect()
    report(
        "file",
        pictures=len(results),
        sizes=sorted({image.shape for image, _ in results}),
        sound=[len(sound) for _, sound in results],
        carried=b"".join(sound for _, sound in results[:32]) == pcm,
        silent=[not any(results[at][1]) for at in (0, 16, 32, 48)],
        loud=mouth(results[2][0]),
        shut=mouth(results[40][0]),
        colour=[int(value) for value in results[49][0][10, 5]],
    )


async def standard_alphabet():
    """As a public application: standard base64, 8 pictures a second."""
    sound = tone(2)
    jpeg = cv2.imencode(".jpg", picture(0, 360, 640))[1].tobytes()
    async with websockets.connect(f"{http_url}/router/lipsync/ws?api_key=dct_app".replace("http", "ws")) as socket:
        await socket.send(json.dumps({"type": "config", "video_fps": 8, "audio_sample_rate": 16000}))
        ack = json.loads(await socket.recv())
        await socket.send(json.dumps({"type": "audio_input", "audio_data": base64.b64encode(sound).decode()}))
        results = []
        for _ in range(16):
            await socket.send(json.dumps({"type": "video_input", "video_frame": base64.b64encode(jpeg).decode()}))
        for _ in range(16):
            results.append(json.loads(await socket.recv()))
    back = base64.b64decode(results[0]["audio_frame"], validate=True)
    first = cv2.imdecode(np.frombuffer(base64.b64decode(results[0]["video_frame"], validate=True), np.uint8), 1)
    report("standard", ack=ack, sound=back == sound, others=[r["audio_frame"] for r in results[1:]], size=first.shape)


async def refusals():
    for scenario, key, url in [("bad key", "dct_invalid", http_url), ("retired", "dct_python", retired_url)]:
        try:
            await RealtimeLipsyncClient(api_key=key, base_url=url).connect()
            report(scenario)
        except Exception as error:
            report(scenario, message=str(error))


async def main():
    await file_example()
    await standard_alphabet()
    await refusals()


asyncio.run(main())
