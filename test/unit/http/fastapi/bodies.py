"""The odd form bodies, as data. See record.py."""

from dataclasses import dataclass, field
from typing import Any

JOB = "/v1/jobs/lucy-2.5"
FILES = "/v1/files"

# A piece of a body: text in latin-1, or such a text and how often it is repeated.
Piece = str | tuple[str, int]


def bytes_of(piece: Piece) -> bytes:
    return piece.encode("latin-1") if isinstance(piece, str) else piece[0].encode("latin-1") * piece[1]


@dataclass
class Case:
    name: str
    body: list[Piece]
    type: str | None = "multipart/form-data; boundary=b"
    path: str = JOB
    # Further request headers; a content-length here replaces the right one.
    headers: list[tuple[str, str]] = field(default_factory=list)
    chunk: int | None = None
    close: bool = False

    def bytes(self) -> bytes:
        return b"".join(bytes_of(piece) for piece in self.body)

    def all_headers(self) -> list[tuple[str, str]]:
        named = {name.lower() for name, _ in self.headers}
        made = [] if self.type is None else [("content-type", self.type)]
        if self.chunk is not None:
            made.append(("transfer-encoding", "chunked"))
        elif "content-length" not in named:
            made.append(("content-length", str(len(self.bytes()))))
        return made + self.headers

    def head(self) -> bytes:
        fixed = [("host", "mock"), ("x-api-key", "dct_oracle"), ("connection", "close")]
        lines = [f"{name}: {value}\r\n" for name, value in fixed + self.all_headers()]
        return f"POST {self.path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode("latin-1")

    def wire(self) -> bytes:
        whole = self.bytes()
        if self.chunk is None:
            return whole
        starts = range(0, len(whole), self.chunk)
        chunks = [whole[start : start + self.chunk] for start in starts]
        return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"

    def entry(self) -> dict[str, Any]:
        pieces = [piece if isinstance(piece, str) else {"repeat": piece[0], "times": piece[1]} for piece in self.body]
        made: dict[str, Any] = {"name": self.name, "path": self.path, "headers": self.all_headers(), "body": pieces}
        if self.chunk is not None:
            made["chunk"] = self.chunk
        if self.close:
            made["close"] = True
        return made


def utf8(text: str) -> str:
    """The UTF-8 bytes of a text, as a piece."""
    return text.encode().decode("latin-1")


# The first box of an MP4 file: enough for a server that looks at the first bytes.
MP4 = "\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
DISPOSITION = 'Content-Disposition: form-data; name="data"; filename="a.mp4"'
VIDEO = f"{DISPOSITION}\r\nContent-Type: video/mp4\r\n\r\n{MP4}\r\n"


def text(value: str, name: str = "prompt") -> str:
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def whole(boundary: str = "b", *, last: str | None = None, extra: str = "") -> str:
    """A right body of a prompt and a video."""
    end = f"--{boundary}--\r\n" if last is None else last
    return f"--{boundary}\r\n{text('a red hat')}--{boundary}\r\n{VIDEO}{extra}{end}"


def parts(*given: str) -> str:
    """A body of these parts, from disposition to line end."""
    return "".join(f"--b\r\n{part}" for part in given) + "--b--\r\n"


def disposition(value: str, content: str = MP4) -> list[Piece]:
    """A body with a prompt and a part of this disposition."""
    return [parts(text("x"), f"Content-Disposition: {value}\r\n\r\n{content}\r\n")]


def prompt_part(head: str, content: str = "x") -> list[Piece]:
    """A body with a part of these headers, and a video."""
    return [parts(f"{head}\r\n\r\n{content}\r\n", VIDEO)]


def boundary(name: str, value: str, used: str, **more: Any) -> Case:
    return Case(f"boundary: {name}", [whole(used)], f"multipart/form-data; boundary={value}", **more)


UNQUOTED = [boundary(f"unquoted with {one}", f"a{one}b", f"a{one}b") for one in "(),/:=?{}@[]'+_-.<>\\ \t"]

BOUNDARIES = [
    boundary("plain", "b", "b"),
    *UNQUOTED,
    boundary("unquoted with ;", "a;b", "a;b"),
    boundary('unquoted with "', 'a"b', 'a"b'),
    boundary("quoted", '"a b"', "a b"),
    boundary("quoted with ;", '"a;b"', "a;b"),
    boundary("quoted with an escaped quote", '"a\\"b"', 'a"b'),
    boundary("opening quote only", '"ab', '"ab'),
    boundary("empty", "", ""),
    boundary("empty and quoted", '""', ""),
    boundary("of one blank, quoted", '" "', " "),
    boundary("of 70 bytes", "x" * 70, "x" * 70),
    boundary("of 71 bytes", "x" * 71, "x" * 71),
    boundary("of 256 bytes", "x" * 256, "x" * 256),
    boundary("of 257 bytes", "x" * 257, "x" * 257),
    boundary("of 300 bytes", "x" * 300, "x" * 300),
    boundary("that ends in two hyphens", "b--", "b--"),
    boundary("of hyphens", "----", "----"),
    boundary("with blanks around =", " b", "b"),
    boundary("in another case", "B", "b"),
    boundary("another one", "c", "b"),
    boundary("in UTF-8", utf8("ü"), utf8("ü")),
    boundary("with a parameter behind it", "b; charset=utf-8", "b"),
    boundary("with a semicolon behind it", "b;", "b"),
    boundary("given twice, the last used", "c; boundary=b", "b"),
    boundary("given twice, the first used", "b; boundary=c", "b"),
    Case("boundary: none", [whole()], "multipart/form-data"),
    Case("boundary: a parameter without value", [whole()], "multipart/form-data; boundary"),
    Case("boundary: named in capitals", [whole()], "multipart/form-data; BOUNDARY=b"),
    Case("boundary: extended parameter", [whole()], "multipart/form-data; boundary*=utf-8''b"),
    Case("boundary: blanks before =", [whole()], "multipart/form-data; boundary =b"),
    Case("boundary: behind an empty parameter", [whole()], "multipart/form-data;; boundary=b"),
    Case("boundary: behind another parameter", [whole()], "multipart/form-data; charset=utf-8; boundary=b"),
    Case("boundary: not after a semicolon", [whole()], "multipart/form-data boundary=b"),
]

TYPES = [
    Case("type: in capitals", [whole()], "MULTIPART/FORM-DATA; boundary=b"),
    Case("type: blank before the semicolon", [whole()], "multipart/form-data ; boundary=b"),
    Case("type: multipart/mixed", [whole()], "multipart/mixed; boundary=b"),
    Case("type: multipart/form-data-x", [whole()], "multipart/form-data-x; boundary=b"),
    Case("type: none", [whole()], None),
    Case("type: text/plain", [whole()], "text/plain"),
    Case("type: empty", [whole()], ""),
    Case("type: given twice", [whole()], headers=[("content-type", "text/plain")]),
    Case("type: JSON", ['{"prompt": "x"}'], "application/json"),
    Case("type: broken JSON", ['{"prompt": '], "application/json"),
    Case("type: octet-stream", [MP4], "application/octet-stream"),
    Case("type: video", [MP4], "video/mp4"),
]

ENDS = [
    Case("end: last boundary without its hyphens", [whole(last="--b\r\n")]),
    Case("end: last boundary without hyphens and line end", [whole(last="--b")]),
    Case("end: last boundary with one hyphen", [whole(last="--b-")]),
    Case("end: last boundary without line end", [whole(last="--b--")]),
    Case("end: last boundary with LF", [whole(last="--b--\n")]),
    Case("end: last boundary and an epilogue", [whole(last="--b--\r\nan epilogue\r\n--b\r\nmore")]),
    Case("end: text right behind the last boundary", [whole(last="--b--more")]),
    Case("end: no last boundary", [whole(last="")]),
    Case("end: no last boundary and no line end", [whole(last="")[:-2]]),
    Case("end: in the middle of the file", [whole(last="")[:-10]]),
    Case("end: in a part header", [whole(last="--b\r\nContent-Disposition: form-da")]),
    Case("end: after a part's headers", [whole(last='--b\r\nContent-Disposition: form-data; name="seed"\r\n\r\n')]),
    Case("end: in the first boundary", ["--"]),
    Case("end: only the first boundary", ["--b\r\n"]),
    Case("end: empty multipart", ["--b--\r\n"]),
    Case("end: empty multipart without line end", ["--b--"]),
    Case("end: empty multipart with a line end before", ["\r\n--b--\r\n"]),
    Case("end: empty body", []),
    Case("end: empty body, quoted boundary", [], 'multipart/form-data; boundary="b"'),
    Case("end: empty body, no boundary", [], "multipart/form-data"),
    Case("end: empty body, boundary of 300 bytes", [], f"multipart/form-data; boundary={'x' * 300}"),
    Case("end: line end only", ["\r\n"]),
    Case("end: a blank behind a later boundary", [whole(last="").replace("\r\n--b\r\n", "\r\n--b \r\n") + "--b--\r\n"]),
    Case("end: a tab behind a later boundary", [whole().replace("\r\n--b\r\n", "\r\n--b\t \r\n")]),
    Case("end: a blank behind the first boundary", [whole().replace("--b\r\n", "--b \r\n", 1)]),
    Case("end: a blank and text behind a boundary", [whole().replace("\r\n--b\r\n", "\r\n--b x\r\n")]),
    Case("end: a blank behind a boundary, LF", [whole().replace("\r\n--b\r\n", "\r\n--b \n")]),
    Case("end: a blank behind the last boundary", [whole(last="--b-- \r\n")]),
    Case("end: a blank before the last hyphens", [whole(last="--b --\r\n")]),
    Case("end: a letter behind a boundary", [whole().replace("\r\n--b\r\n", "\r\n--bc\r\n")]),
    Case("end: a letter behind the first boundary", [whole().replace("--b\r\n", "--bc\r\n", 1)]),
    Case("end: CR alone behind a boundary", [whole().replace("\r\n--b\r\n", "\r\n--b\r")]),
    Case("start: a preamble", ["a preamble\r\n" + whole()]),
    Case("start: a preamble after a line end", ["\r\na preamble\r\n" + whole()]),
    Case("start: a preamble with a hyphen after a line end", ["\r\na pre-amble\r\n" + whole()]),
    Case("start: one line end", ["\r\n" + whole()]),
    Case("start: many line ends", ["\r\n\n\r\r\n" + whole()]),
    Case("start: a blank", [" " + whole()]),
    Case("start: no hyphens", [whole()[2:]]),
    Case("start: no boundary anywhere", ["a red hat"]),
    Case("lines: LF only", [whole().replace("\r\n", "\n")]),
    Case("lines: LF only behind the first boundary", [whole().replace("\r\n", "\n", 1)]),
    Case("lines: CR only", [whole().replace("\r\n", "\r")]),
    Case("lines: LF before a later boundary", [whole().replace("\r\n--b\r\n", "\n--b\r\n")]),
    Case("lines: two line ends before a boundary", [whole().replace("\r\n--b\r\n", "\r\n\r\n--b\r\n")]),
    Case("content: a boundary without its line end before", [parts(text("x--b\r\ny"), VIDEO)]),
    Case("content: half a boundary", [parts(text("\r\n--"), text("\r\n-", "x"), text("\r", "y"), VIDEO)]),
    Case("content: CR before the boundary", [parts(text("x\r"), text("x\r\n\r", "y"), VIDEO)]),
    Case("content: none", [parts(text(""), VIDEO)]),
    Case("content: none, and no line end", ['--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n--b--\r\n']),
    Case("content: the boundary of another length", [whole("bb", last="--b--\r\n--bb--\r\n")], "multipart/form-data; boundary=bb"),
]

NAMED = 'form-data; name="data"'
FILE = f'{NAMED}; filename="a.mp4"'

DISPOSITIONS = [
    Case("disposition: attachment", disposition('attachment; name="data"; filename="a.mp4"')),
    Case("disposition: empty type", disposition('; name="data"; filename="a.mp4"')),
    Case("disposition: in capitals", disposition('FORM-DATA; NAME="data"; FILENAME="a.mp4"')),
    Case("disposition: no type", disposition('name="data"; filename="a.mp4"')),
    Case("disposition: missing", [parts(text("x"), f"Content-Type: video/mp4\r\n\r\n{MP4}\r\n")]),
    Case("disposition: no headers at all", [parts(text("x"), f"\r\n{MP4}\r\n")]),
    Case("disposition: empty", disposition("")),
    Case("disposition: no name", disposition('form-data; filename="a.mp4"')),
    Case("disposition: empty name", disposition('form-data; name=""; filename="a.mp4"')),
    Case("disposition: name without value", disposition('form-data; name; filename="a.mp4"')),
    Case("disposition: no filename", disposition(NAMED)),
    Case("disposition: empty filename", disposition(f'{NAMED}; filename=""')),
    Case("disposition: empty filename, no content", disposition(f'{NAMED}; filename=""', "")),
    Case("disposition: filename without value", disposition(f"{NAMED}; filename")),
    Case("disposition: empty file", disposition(FILE, "")),
    Case("disposition: unquoted", disposition("form-data; name=data; filename=a.mp4")),
    Case("disposition: unquoted filename with blanks", disposition(f"{NAMED}; filename=a b c.mp4")),
    Case("disposition: single quotes", disposition("form-data; name='data'; filename='a.mp4'")),
    Case("disposition: filename* only", disposition(f"{NAMED}; filename*=utf-8''a.mp4")),
    Case("disposition: filename* after filename", disposition(f"{FILE}; filename*=utf-8''b%20c.mp4")),
    Case("disposition: filename* before filename", disposition(f"{NAMED}; filename*=utf-8''b.mp4; filename=\"a.mp4\"")),
    Case("disposition: name*", disposition("form-data; name*=utf-8''data; filename=\"a.mp4\"")),
    Case("disposition: name*0 and name*1", disposition('form-data; name*0="da"; name*1="ta"; filename="a.mp4"')),
    Case("disposition: RFC 2047 filename", disposition(f'{NAMED}; filename="=?utf-8?Q?=C3=BC?="')),
    Case("disposition: UTF-8 filename", disposition(f'{NAMED}; filename="{utf8("größe 車")}.mp4"')),
    Case("disposition: latin-1 filename", disposition(f'{NAMED}; filename="gr\xf6\xdfe.mp4"')),
    Case("disposition: UTF-8 name", disposition(f'form-data; name="{utf8("größe")}"; filename="a"')),
    Case("disposition: escaped quote", disposition(f'{NAMED}; filename="a\\"b.mp4"')),
    Case("disposition: escaped backslash", disposition(f'{NAMED}; filename="a\\\\b.mp4"')),
    Case("disposition: single backslash", disposition(f'{NAMED}; filename="a\\b.mp4"')),
    Case("disposition: backslash before the last quote", disposition(f'{NAMED}; filename="a\\"')),
    Case("disposition: percent-encoded quote", disposition(f'{NAMED}; filename="a%22b.mp4"')),
    Case("disposition: bare quote", disposition(f'{NAMED}; filename="a"b.mp4"')),
    Case("disposition: semicolon in the filename", disposition(f'{NAMED}; filename="a;b.mp4"')),
    Case("disposition: semicolon in an unquoted filename", disposition(f"{NAMED}; filename=a;b.mp4")),
    Case("disposition: opening quote only", disposition(f'{NAMED}; filename="a.mp4')),
    Case("disposition: drive and folders", disposition(f'{NAMED}; filename="C:\\films\\a.mp4"')),
    Case("disposition: network share", disposition(f'{NAMED}; filename="\\\\host\\films\\a.mp4"')),
    Case("disposition: folders", disposition(f'{NAMED}; filename="films/a.mp4"')),
    Case("disposition: path upwards", disposition(f'{NAMED}; filename="../../a.mp4"')),
    Case("disposition: NUL in the filename", disposition(f'{NAMED}; filename="a\0b.mp4"')),
    Case("disposition: blanks around =", disposition('form-data; name = "data"; filename = "a.mp4"')),
    Case("disposition: no blanks", disposition('form-data;name="data";filename="a.mp4"')),
    Case("disposition: tabs", disposition('form-data;\tname="data";\tfilename="a.mp4"')),
    Case("disposition: name given twice", disposition('form-data; name="x"; name="data"; filename="a.mp4"')),
    Case("disposition: name given twice, the other way", disposition('form-data; name="data"; name="x"; filename="a.mp4"')),
    Case("disposition: a semicolon at the end", disposition(f"{FILE};")),
    Case("disposition: commas", disposition('form-data, name="data", filename="a.mp4"')),
    Case(
        "disposition: given twice, the right one last",
        [parts(f"Content-Disposition: form-data; name=\"x\"\r\n{DISPOSITION}\r\n\r\n{MP4}\r\n")],
    ),
    Case(
        "disposition: given twice, the right one first",
        [parts(f"{DISPOSITION}\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n{MP4}\r\n")],
    ),
    Case("disposition: filename of 2 kB", disposition(f'{NAMED}; filename="{"n" * 2000}"')),
]

PROMPT = 'Content-Disposition: form-data; name="prompt"'


def headers_of(count: int) -> str:
    return PROMPT + "".join(f"\r\nX-{index}: x" for index in range(1, count))


HEADERS = [
    Case("header: folded with a blank", prompt_part(f"{PROMPT};\r\n x=y")),
    Case("header: folded with a tab", prompt_part(f"{PROMPT};\r\n\tx=y")),
    Case("header: a blank before the first", [f"--b\r\n {text('x')}--b\r\n{VIDEO}--b--\r\n"]),
    Case("header: no colon", prompt_part(f"{PROMPT}\r\nno colon here")),
    Case("header: no name", prompt_part(f"{PROMPT}\r\n: x")),
    Case("header: a blank before the colon", prompt_part(f"{PROMPT}\r\nX-A : x")),
    Case("header: no blank behind the colon", prompt_part(PROMPT.replace(": ", ":"))),
    Case("header: many blanks behind the colon", prompt_part(PROMPT.replace(": ", ":      "))),
    Case("header: a tab behind the colon", prompt_part(PROMPT.replace(": ", ":\t"))),
    Case("header: an empty value", prompt_part(f"{PROMPT}\r\nX-A:")),
    Case("header: punctuation in the name", prompt_part(f"{PROMPT}\r\nX-!#$%&'*+.^_`|~: x")),
    Case("header: parentheses in the name", prompt_part(f"{PROMPT}\r\nX(a): x")),
    Case("header: UTF-8 in the name", prompt_part(f"{PROMPT}\r\n{utf8('ü')}: x")),
    Case("header: UTF-8 in the value", prompt_part(f"{PROMPT}\r\nX-A: {utf8('ü')}")),
    Case("header: NUL in the value", prompt_part(f"{PROMPT}\r\nX-A: a\0b")),
    Case("header: LF in the value", prompt_part(f"{PROMPT}\r\nX-A: a\nb")),
    Case("header: CR in the value", prompt_part(f"{PROMPT}\r\nX-A: a\rb")),
    Case("header: CR and LF swapped", prompt_part(f"{PROMPT}\n\rX-A: a")),
    Case("header: LF behind the headers", [parts(f"{PROMPT}\r\n\nx\r\n", VIDEO)]),
    Case("header: CR without LF behind the headers", [parts(f"{PROMPT}\r\n\rx\r\n", VIDEO)]),
    Case("header: 8 of them", prompt_part(headers_of(8))),
    Case("header: 9 of them", prompt_part(headers_of(9))),
    Case("header: 20 of them", prompt_part(headers_of(20))),
    Case("header: 4224 bytes", [f"--b\r\n{PROMPT}\r\nX-A: ", ("h", 4224 - 5), f"\r\n\r\nx\r\n--b\r\n{VIDEO}--b--\r\n"]),
    Case("header: 4225 bytes", [f"--b\r\n{PROMPT}\r\nX-A: ", ("h", 4225 - 5), f"\r\n\r\nx\r\n--b\r\n{VIDEO}--b--\r\n"]),
    Case("header: 9 kB", [f"--b\r\n{PROMPT}\r\nX-A: ", ("h", 9000), f"\r\n\r\nx\r\n--b\r\n{VIDEO}--b--\r\n"]),
    Case("header: a name of 9 kB", [f"--b\r\n{PROMPT}\r\n", ("h", 9000), f": x\r\n\r\nx\r\n--b\r\n{VIDEO}--b--\r\n"]),
    Case("encoding: base64", prompt_part(f"{PROMPT}\r\nContent-Transfer-Encoding: base64", "YSByZWQgaGF0")),
    Case("encoding: quoted-printable", prompt_part(f"{PROMPT}\r\nContent-Transfer-Encoding: quoted-printable", "a=20b")),
    Case("encoding: binary", prompt_part(f"{PROMPT}\r\nContent-Transfer-Encoding: binary")),
    Case("encoding: 8bit", prompt_part(f"{PROMPT}\r\nContent-Transfer-Encoding: 8bit")),
    Case("encoding: unknown", prompt_part(f"{PROMPT}\r\nContent-Transfer-Encoding: rot13")),
    Case("encoding: base64 file", [parts(f"{DISPOSITION}\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAAGGZ0eXBtcDQy\r\n")]),
    Case("part: a content length that is wrong", prompt_part(f"{PROMPT}\r\nContent-Length: 999")),
    Case("part: a text with a content type", prompt_part(f"{PROMPT}\r\nContent-Type: text/plain; charset=utf-8", utf8("ü"))),
    Case("part: a text in latin-1, as it says", prompt_part(f"{PROMPT}\r\nContent-Type: text/plain; charset=latin-1", "\xfc")),
    Case("part: a text in latin-1, unsaid", prompt_part(PROMPT, "\xfc")),
    Case("part: a text in UTF-8", prompt_part(PROMPT, utf8("größe 車 \U0001f3a9"))),
    Case("part: a text with a byte order mark", prompt_part(PROMPT, utf8("\ufeffx"))),
    Case("part: a text with NUL", prompt_part(PROMPT, "a\0b")),
    Case("part: a text of type octet-stream", prompt_part(f"{PROMPT}\r\nContent-Type: application/octet-stream")),
    Case("part: a text of type JSON", prompt_part(f"{PROMPT}\r\nContent-Type: application/json", '{"a": 1}')),
    Case("part: nested multipart", prompt_part(f"{PROMPT}\r\nContent-Type: multipart/mixed; boundary=c", "--c\r\n\r\nx\r\n--c--")),
    Case("part: a type that is malformed", [parts(f"{DISPOSITION}\r\nContent-Type: ///\r\n\r\n{MP4}\r\n")]),
    Case("part: no type", [parts(f"{DISPOSITION}\r\n\r\n{MP4}\r\n")]),
]

CHARSETS = [
    Case(f"charset: {charset}", [parts(text(value), VIDEO)], f"multipart/form-data; boundary=b; charset={charset}")
    for charset, value in [
        ("utf-8", utf8("ü")),
        ("UTF8", utf8("ü")),
        ("latin-1", utf8("ü")),
        ("iso-8859-1", "\x93\xfc"),
        ("windows-1252", "\x93\xfc"),
        ("ascii", utf8("ü")),
        ("koi8-r", "\xc1"),
        ("shift_jis", "\x8e\xd4"),
        ("unknown-charset", utf8("ü")),
        ("utf16", "\xff\xfea\0"),
        ("u16", "\xfe\xff\0a"),
        ("utf_16_le", "a\0"),
        ("utf_16_be", "\0a"),
        ("u8", utf8("ü")),
        ("l1", "\xfc"),
        ("utf-7", "+APw-"),
        ("punycode", "tda"),
        ("cp037", "\x81"),
        ("utf-32", "a\0\0\0"),
        ('"utf-8"', utf8("ü")),
        ("", utf8("ü")),
    ]
] + [
    Case("charset: a field _charset_", [parts(text("latin-1", "_charset_"), text("\xfc"), VIDEO)]),
]

FIELDS = [
    Case("field: prompt given twice", [parts(text("first"), text("last"), VIDEO)]),
    Case("field: seed given twice, the last right", [parts(text("x", "seed"), text("7", "seed"), VIDEO)]),
    Case("field: seed given twice, the first right", [parts(text("7", "seed"), text("x", "seed"), VIDEO)]),
    Case("field: prompt given twice, the last empty", [parts(text("first"), text(""), VIDEO)]),
    Case("field: two files", [parts(VIDEO, VIDEO.replace("a.mp4", "b.mp4"))]),
    Case("field: data as text", [parts(text("x", "data"))]),
    Case("field: data as empty text", [parts(text("", "data"))]),
    Case("field: data as text, then as a file", [parts(text("x", "data"), VIDEO)]),
    Case("field: data as a file, then as text", [parts(VIDEO, text("x", "data"))]),
    Case("field: data as a file, then as empty text", [parts(VIDEO, text("", "data"))]),
    Case("field: prompt as a file", [parts(VIDEO, VIDEO.replace('"data"', '"prompt"'))]),
    Case("field: prompt as a file, then as text", [parts(VIDEO, VIDEO.replace('"data"', '"prompt"'), text("x"))]),
    Case("field: prompt as text, then as a file", [parts(VIDEO, text("x"), VIDEO.replace('"data"', '"prompt"'))]),
    Case("field: seed as a file", [parts(VIDEO, VIDEO.replace('"data"', '"seed"'))]),
    Case("field: enhance_prompt as a file", [parts(VIDEO, VIDEO.replace('"data"', '"enhance_prompt"'))]),
    Case("field: resolution as a file", [parts(VIDEO, VIDEO.replace('"data"', '"resolution"'))]),
    Case("field: reference_image as text", [parts(VIDEO, text("x", "reference_image"))]),
    Case("field: reference_image as empty text", [parts(VIDEO, text("", "reference_image"))]),
    Case("field: reference_image with an empty filename", [parts(VIDEO, 'Content-Disposition: form-data; name="reference_image"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n')]),
    Case("field: name in capitals", [parts(text("x", "PROMPT"), VIDEO)]),
    Case("field: name with brackets", [parts(text("x", "prompt[]"), text("y", "data[0]"), VIDEO)]),
    Case("field: name with a blank", [parts(text("x", "prompt "), VIDEO)]),
    Case("field: __proto__", [parts(text("x", "__proto__"), text("y", "constructor"), VIDEO)]),
    Case("field: an unknown file", [parts(VIDEO, VIDEO.replace('"data"', '"extra"'))]),
    Case("field: 1000 texts", ["--b\r\n" + VIDEO, ("--b\r\n" + text("x", "f"), 1000), "--b--\r\n"]),
    Case("field: 1001 texts", ["--b\r\n" + VIDEO, ("--b\r\n" + text("x", "f"), 1001), "--b--\r\n"]),
    Case("field: 1000 files", [("--b\r\n" + VIDEO, 1000), "--b--\r\n"]),
    Case("field: 1001 files", [("--b\r\n" + VIDEO, 1001), "--b--\r\n"]),
    Case("field: a text of a megabyte", [f"--b\r\n{VIDEO}--b\r\n{PROMPT}\r\n\r\n", ("x", 1024 * 1024), "\r\n--b--\r\n"]),
    Case("field: a text of a megabyte and a byte", [f"--b\r\n{VIDEO}--b\r\n{PROMPT}\r\n\r\n", ("x", 1024 * 1024 + 1), "\r\n--b--\r\n"]),
]


def urlencoded(name: str, body: list[Piece], type: str = "application/x-www-form-urlencoded", **more: Any) -> Case:
    return Case(f"urlencoded: {name}", body, type, **more)


URLENCODED = [
    urlencoded("a prompt", ["prompt=a+red%20hat"]),
    urlencoded("empty", []),
    urlencoded("with a charset", ["seed=x"], "application/x-www-form-urlencoded; charset=utf-8"),
    urlencoded("with an unknown charset", ["seed=x"], "application/x-www-form-urlencoded; charset=nonsense"),
    urlencoded("another type that starts alike", ["seed=x"], "application/x-www-form-urlencoded-x"),
    urlencoded("in capitals", ["seed=x"], "APPLICATION/X-WWW-FORM-URLENCODED"),
    urlencoded("data as text", ["data=x"]),
    urlencoded("semicolons", ["seed=x;prompt=y"]),
    urlencoded("empty pairs", ["&&seed=x&&"]),
    urlencoded("no =", ["seed"]),
    urlencoded("two =", ["seed=1=2"]),
    urlencoded("bad escapes", ["seed=%zz%"]),
    urlencoded("escaped bytes that are no UTF-8", ["seed=%ff"]),
    urlencoded("raw UTF-8", ["seed=" + utf8("ü")]),
    urlencoded("an escaped name", ["s%65ed=x"]),
    urlencoded("brackets", ["seed[]=x"]),
    urlencoded("given twice", ["seed=x&seed=7"]),
    urlencoded("1000 fields", ["seed=x", ("&f=x", 999)]),
    urlencoded("1001 fields", ["seed=x", ("&f=x", 1000)]),
    urlencoded("a text of a megabyte", ["prompt=", ("x", 1024 * 1024 - 6)]),
    urlencoded("a text of more than a megabyte", ["prompt=", ("x", 1024 * 1024)]),
    urlencoded("more than two megabytes", ["seed=x", *["&f=", ("x", 999_000)] * 3]),
    urlencoded("a content encoding", ["seed=x"], headers=[("content-encoding", "gzip")]),
    urlencoded("multipart inside", [whole()]),
]

FILES_ROUTE = [
    Case("files: a file and a text", [parts(text("60", "ttl_seconds"), VIDEO.replace('"data"', '"file"'))], path=FILES),
    Case("files: no file", [parts(text("60", "ttl_seconds"))], path=FILES),
    Case("files: the file as text", [parts(text("x", "file"))], path=FILES),
    Case("files: an empty filename", [parts('Content-Disposition: form-data; name="file"; filename=""\r\n\r\nx\r\n')], path=FILES),
    Case("files: an empty file", [parts('Content-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n')], path=FILES),
    Case("files: urlencoded", ["file=x"], "application/x-www-form-urlencoded", path=FILES),
    Case("files: JSON", ["{}"], "application/json", path=FILES),
    Case("files: empty body", [], path=FILES),
]

TRANSFERS = [
    Case("transfer: chunks of 1 byte", [whole()], chunk=1),
    Case("transfer: chunks of 7 bytes", [whole()], chunk=7),
    Case("transfer: one chunk", [whole()], chunk=100_000),
    Case("transfer: chunked and empty", [], chunk=1),
    Case("transfer: a content length that is too short", [whole()], headers=[("content-length", "100")]),
    Case("transfer: a content length that is too long", [whole()], headers=[("content-length", "9999")], close=True),
    Case("transfer: a content length of 0", [whole()], headers=[("content-length", "0")]),
    Case("transfer: a negative content length", [whole()], headers=[("content-length", "-1")]),
    Case("transfer: no number as content length", [whole()], headers=[("content-length", "many")]),
    Case("transfer: a content encoding", [whole()], headers=[("content-encoding", "gzip")]),
    Case("transfer: no type and no body", [], None),
]

CASES = BOUNDARIES + TYPES + ENDS + DISPOSITIONS + HEADERS + CHARSETS + FIELDS + URLENCODED + FILES_ROUTE + TRANSFERS
