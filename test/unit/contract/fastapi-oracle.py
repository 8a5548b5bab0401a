"""Asks a real FastAPI what it answers to awkward forms and bodies, and writes fastapi-oracle.json.

    python -m venv .venv && .venv/bin/pip install fastapi python-multipart httpx
    .venv/bin/python test/contract/fastapi-oracle.py && npx prettier --write test/contract/fastapi-oracle.json
"""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import FastAPI, File, Form, UploadFile
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field, Json

app = FastAPI()
Text = Annotated[str, Form()]
Seed = Annotated[int | None, Form(ge=0, le=4294967295)]
Upload = Annotated[UploadFile, File()]
MaybeUpload = Annotated[UploadFile | None, File()]
Only720p = Annotated[Literal["720p"], Form()]
Size = Annotated[Literal["720p", "480p"], Form()]
Flag = Annotated[bool, Form()]


def seen(**values):
    files = {k: v.filename for k, v in values.items() if hasattr(v, "filename")}
    return {"values": {k: v for k, v in values.items() if k not in files}, "files": files}


@app.post("/clip")
def clip(prompt: Text, data: Upload, reference_image: MaybeUpload = None, seed: Seed = None,
         resolution: Only720p = "720p", enhance_prompt: Flag = True):
    return seen(prompt=prompt, data=data, reference_image=reference_image, seed=seed,
                resolution=resolution, enhance_prompt=enhance_prompt)


@app.post("/edit-2.5")
def edit25(data: Upload, prompt: Text = "", reference_image: MaybeUpload = None, seed: Seed = None,
           resolution: Only720p = "720p", enhance_prompt: Flag = True, self_anchor: Flag = True):
    return seen(prompt=prompt, data=data, reference_image=reference_image, seed=seed,
                resolution=resolution, enhance_prompt=enhance_prompt, self_anchor=self_anchor)


@app.post("/image")
def image(prompt: Text, data: Upload, reference_image: MaybeUpload = None, seed: Seed = None,
          resolution: Size = "720p", enhance_prompt: Flag = True):
    return seen(prompt=prompt, data=data, reference_image=reference_image, seed=seed,
                resolution=resolution, enhance_prompt=enhance_prompt)


class TrajectoryPoint(BaseModel):
    frame: int = Field(ge=0)
    x: float = Field(ge=0)
    y: float = Field(ge=0)


Points = Annotated[list[TrajectoryPoint], Field(min_length=2, max_length=1000)]


@app.post("/motion")
def motion(data: Upload, trajectory: Annotated[Json[Points], Form()], seed: Seed = None, resolution: Only720p = "720p"):
    return seen(data=data, trajectory=trajectory, seed=seed, resolution=resolution)


class RealtimeConstraints(BaseModel):
    maxSessionDuration: Annotated[int, Field(ge=10)] | None = None


class TokenConstraints(BaseModel):
    realtime: RealtimeConstraints | None = None


class ClientTokenRequest(BaseModel):
    expiresIn: Annotated[int, Field(ge=1, le=3600)] | None = None
    allowedModels: Annotated[list[str], Field(max_length=20)] | None = None
    allowedOrigins: Annotated[list[Annotated[str, Field(max_length=253)]], Field(max_length=20)] | None = None
    constraints: TokenConstraints | None = None
    metadata: dict[str, Any] | None = None


@app.post("/clientTokenRequest")
def token(body: ClientTokenRequest | None = None):
    return body and body.model_dump(exclude_unset=True)


class ModelResolveRequest(BaseModel):
    model: str | None = None
    models: list[str] | None = None


@app.post("/modelResolveRequest")
def resolve(body: ModelResolveRequest):
    return body.model_dump(exclude_unset=True)


class Offer(BaseModel):
    type: Literal["offer"]
    sdp: str


class SessionRequest(BaseModel):
    model: str
    sdp: Offer
    prompt: str | None = None
    enhance_prompt: bool = True
    image_data: str | None = None


@app.post("/sessionRequest")
def session(body: SessionRequest):
    return body.model_dump(exclude_unset=True)


client = TestClient(app)
FILE = {"data": "a.mp4"}


def ask_form(family, texts, files):
    parts = [(name, (filename, b"bytes")) for name, filename in files.items()]
    answer = client.post(f"/{family}", data=texts, files=parts or None).json()
    return {"family": family, "texts": texts, "files": files, "answer": answer}


def ask_body(schema, body):
    answer = client.post(f"/{schema}", content=json.dumps(body), headers={"content-type": "application/json"})
    return {"schema": schema, "body": body, "answer": answer.json()}


def ask_syntax(text):
    answer = client.post("/modelResolveRequest", content=text, headers={"content-type": "application/json"})
    return {"text": text, "answer": answer.json()}


numbers = ["12", " 12 ", "1_000", "+5", "1.0", "1.", "1.50", ".0", "0x10", "1e3", "-0", "00012", "--1", "1__0", "_1",
           "1_", "  ", "\u0663", "12.0_0", "1 2", "+-5", "-1_0", "1.0.0", "5\n", "\u00a05", "-", "0_0", "01_0", "-1",
           "4294967295", "4294967296", "99999999999999999999", "9" * 4301, "True", "1.00000", "\uff11"]
flags = ["true", "TRUE", "True", "False", "1", "0", "yes", "No", "on", "OFF", "t", "F", "y", "N", " true", "2", "01",
         "tRuE", "enable", "1.0", "none"]
forms = [
    ask_form("clip", {}, {}),
    ask_form("clip", {"prompt": "", "seed": "x"}, FILE),
    ask_form("clip", {"prompt": "p", "seed": "-1", "resolution": "480p", "enhance_prompt": "maybe"}, FILE),
    ask_form("clip", {"prompt": "p", "resolution": "", "enhance_prompt": "", "seed": ""}, FILE),
    ask_form("clip", {"prompt": "p", "data": "text", "reference_image": "text"}, {}),
    ask_form("clip", {"prompt": "p", "data": ""}, {}),
    ask_form("clip", {"prompt": ["p", "q"], "seed": ["1", "2"]}, FILE),
    ask_form("clip", {"prompt": "p", "unknown": "u"}, {**FILE, "reference_image": "b.png"}),
    ask_form("edit-2.5", {"prompt": "", "self_anchor": "False"}, FILE),
    ask_form("edit-2.5", {}, {}),
    ask_form("image", {"prompt": "p", "resolution": "480p"}, FILE),
    ask_form("image", {"prompt": "p", "resolution": "1080p"}, FILE),
    ask_form("image", {"prompt": "p", "resolution": "720P"}, FILE),
    *[ask_form("clip", {"prompt": "p", "seed": number}, FILE) for number in numbers],
    *[ask_form("clip", {"prompt": "p", "enhance_prompt": flag}, FILE) for flag in flags],
    *[ask_form("motion", {"trajectory": text}, FILE) for text in [
        '[{"frame":0,"x":0,"y":1},{"frame":1,"x":0.5,"y":0.25}]', "[]", '[{"frame":0,"x":0,"y":1}]', "{}", "[1,2]",
        '[{"frame":-1,"x":-0.5,"y":"z"},{"x":1}]', "", json.dumps([1] * 1001),
        '[{"frame":0.5,"x":1,"y":null},{"frame":"3","x":"2","y":true}]']],
]
bodies = [
    *[ask_body("clientTokenRequest", body) for body in [
        {}, {"expiresIn": "5"}, {"expiresIn": "x"}, {"expiresIn": 5.5}, {"expiresIn": True}, {"expiresIn": 0},
        {"expiresIn": 3601}, {"expiresIn": None}, {"expiresIn": []}, {"allowedModels": "x"},
        {"allowedModels": [1, None]}, {"allowedModels": ["m"] * 21}, {"allowedOrigins": ["o" * 254]},
        {"allowedOrigins": []}, {"constraints": 5}, {"constraints": {"realtime": 5}}, {"constraints": {}},
        {"constraints": {"realtime": {"maxSessionDuration": 9}}},
        {"constraints": {"realtime": {"maxSessionDuration": 10}}}, {"metadata": []}, {"metadata": "x"},
        {"metadata": {"a": [1, {"b": None}]}}, {"unknown": 1}, [], "x", 5]],
    *[ask_body("modelResolveRequest", body) for body in [
        {}, {"model": "x"}, {"model": 5, "models": ["a", 1]}, {"models": None}, {"models": {}}, None]],
    *[ask_body("sessionRequest", body) for body in [
        {}, {"model": "m"}, {"model": "m", "sdp": None}, {"model": "m", "sdp": "x"},
        {"model": "m", "sdp": {"type": "answer"}, "enhance_prompt": "maybe"},
        {"model": "m", "sdp": {"type": "offer", "sdp": "v=0"}, "enhance_prompt": 0, "prompt": None},
        {"model": "m", "sdp": {"type": "offer", "sdp": "v=0"}, "enhance_prompt": 2, "image_data": 1},
        {"model": "m", "sdp": {"type": "offer", "sdp": "v=0"}, "enhance_prompt": []},
        {"model": "m", "sdp": {"type": "offer", "sdp": "v=0"}, "enhance_prompt": 0.5}]],
]
syntax = [ask_syntax(text) for text in [
    "{", '{"a":}', "nope", '{"a":1,}', "[1,2", '"abc', "{'a':1}", '{"a":1}x', '{"a" 1}', '{"a":1 "b":2}', "{1:2}",
    "[1 2]", '{"a":"\x01"}', '{"a":"\\x"}', "  ", '{"a":tru}', "-", "[,]", "[1,]", '"\\u12"', "1.", "01", '{"a"',
    '{"a":1', '"\\', '["a', '{"\u00e9\U0001f600":}', "[", "[[]", '{"a":{"b":[1,{"c":}]}}', "\n\n{\n  'a'", "1e", "+1"]]

versions = {name: version(name) for name in ("fastapi", "pydantic", "starlette")}
path = Path(__file__).with_name("fastapi-oracle.json")
path.write_text(json.dumps({"versions": versions, "forms": forms, "bodies": bodies, "syntax": syntax}, indent=1) + "\n")
