"""One participant of a LiveKit room: takes a command a line, answers each, and prints what it sees, as JSON lines."""

import asyncio
import json
import sys

from livekit import rtc

tasks = set()


def tell(**fields):
    print(json.dumps(fields), flush=True)


def see(subject, event):
    tell(subject=subject, event=event)


def name_of(enum, value):
    """The package has enums of protobuf and of Python."""
    return enum.Name(value) if hasattr(enum, "Name") else enum(value).name


SOURCES = {rtc.TrackSource.SOURCE_CAMERA: "camera", rtc.TrackSource.SOURCE_MICROPHONE: "microphone"}


def about(participant, publication):
    return f"{participant.identity} {SOURCES.get(publication.source, 'unknown')} {publication.sid}"


async def watch(subject, track):
    is_video = track.kind == rtc.TrackKind.KIND_VIDEO
    stream = rtc.VideoStream(track) if is_video else rtc.AudioStream(track)
    seen = False
    async for _ in stream:
        if not seen:
            see(subject, "frames" if is_video else "sound")
        seen = True


def subscribed(track, publication, participant):
    see(about(participant, publication), "is subscribed")
    task = asyncio.ensure_future(watch(about(participant, publication), track))
    tasks.add(task)


def heard(packet):
    sender = packet.participant.identity if packet.participant else "server"
    see(sender, f'says "{packet.data.decode()}" on {packet.topic}')


def pairs(attributes):
    return " ".join(f"{name}={attributes[name]}" for name in sorted(attributes))


def listen(room):
    room.on("connection_state_changed", lambda state: see("room", name_of(rtc.ConnectionState, state)))
    room.on("disconnected", lambda reason: see("room", f"left: {name_of(rtc.DisconnectReason, reason)}"))
    room.on("participant_connected", lambda one: see(one.identity, "joins"))
    room.on("participant_disconnected", lambda one: see(one.identity, "leaves"))
    room.on("track_published", lambda track, one: see(about(one, track), f"is published, {track.mime_type}"))
    room.on("track_unpublished", lambda track, one: see(about(one, track), "is unpublished"))
    room.on("track_subscribed", subscribed)
    room.on("track_unsubscribed", lambda _, track, one: see(about(one, track), "is unsubscribed"))
    room.on("track_subscription_failed", lambda one, sid, error: see(one.identity, f"subscription failed: {error}"))
    room.on("track_muted", lambda one, track: see(about(one, track), "is muted"))
    room.on("track_unmuted", lambda one, track: see(about(one, track), "is unmuted"))
    room.on("participant_metadata_changed", lambda one, old, new: see(one.identity, f'metadata is "{new}", was "{old}"'))
    room.on("participant_name_changed", lambda one, old, new: see(one.identity, f'name is "{new}", was "{old}"'))
    room.on("participant_attributes_changed", lambda changed, one: see(one.identity, f"attributes change: {pairs(changed)}"))
    room.on("room_metadata_changed", lambda old, new: see("room", f'metadata is "{new}"'))
    room.on("data_received", heard)
    room.on("connection_quality_changed", lambda one, _: see("quality", f"{one.identity} has a grade"))


async def act(room, command):
    name, arguments = command["do"], command.get("with", [])
    if name == "join":
        await room.connect(*arguments)
        return [one.identity for one in room.remote_participants.values()]
    local = room.local_participant
    if name == "say":
        await local.publish_data(arguments[0], reliable=True, topic="chat")
    elif name == "setMetadata":
        await local.set_metadata(*arguments)
    elif name == "setName":
        await local.set_name(*arguments)
    elif name == "setAttributes":
        await local.set_attributes(*arguments)
    elif name == "leave":
        await room.disconnect()
    else:
        raise ValueError(f"unknown command {name}")
    return None


async def main():
    loop = asyncio.get_running_loop()
    room = rtc.Room()
    listen(room)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            tell(answer=await act(room, json.loads(line)))
        except Exception as error:  # noqa: BLE001 - the script decides what an error means
            tell(problem=f"{type(error).__name__}: {error}")


asyncio.run(main())
