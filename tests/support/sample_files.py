"""Real files of every type that is taken, made when they are needed: pictures by Pillow, sound and films by PyAV."""

import io
import struct
import wave
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

SAMPLE_PORTRAIT = Path(__file__).resolve().parents[2] / "local" / "samples" / "portrait.jpg"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# Type → the format's name for its maker.
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SOUNDS = {
    "audio/mpeg": ("mp3", "libmp3lame"),
    "audio/aac": ("adts", "aac"),
    "audio/mp4": ("ipod", "aac"),
    "audio/flac": ("flac", "flac"),
    "audio/ogg": ("ogg", "libopus"),
}
FILMS = {
    "video/mp4": ("mp4", "libx264"),
    "video/quicktime": ("mov", "libx264"),
    "video/webm": ("webm", "libvpx-vp9"),
}
TEXTS = {
    "text/plain": "Größe: 5 µm\n".encode(),
    "text/markdown": b"# Title\n\nA paragraph.\n",
    "text/html": b"<!doctype html><title>Hello</title><p>Hello.</p>",
    "text/vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n",
    "application/x-subrip": b"1\r\n00:00:00,000 --> 00:00:01,000\r\nHello.\r\n",
}
ALL = (*PICTURES, "audio/wav", *SOUNDS, *FILMS, "application/pdf", WORD, SLIDES, *TEXTS)


@cache
def small_portrait(form: str = "JPEG") -> bytes:
    """The sample's head in a seventh of the sample's pixels: little to draw, and a face that is large enough."""
    file = io.BytesIO()
    with Image.open(SAMPLE_PORTRAIT) as sample:
        sample.convert("RGB").crop((90, 40, 678, 740)).resize((294, 350), Image.Resampling.LANCZOS).save(file, form)
    return file.getvalue()


@cache
def sample(content_type: str) -> bytes:
    """A whole file of this type, of a few kilobytes at most."""
    if content_type in PICTURES:
        return picture(PICTURES[content_type])
    if content_type in SOUNDS:
        return sound(*SOUNDS[content_type])
    if content_type in FILMS:
        return film(*FILMS[content_type])
    makers = {"audio/wav": wav, "application/pdf": pdf, WORD: docx, SLIDES: pptx}
    return makers[content_type]() if content_type in makers else TEXTS[content_type]


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, kind, **options)
    return buffer.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how many pixels it unpacks to, and holds none of them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + made


def wav(seconds: float = 0.1) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x01\x00" * int(8000 * seconds))
    return buffer.getvalue()


def sound(container: str, codec: str) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=48000)
        stream.layout = "mono"
        is_float = stream.codec.audio_formats[0].name.startswith("flt")
        tone = np.sin(np.arange(9600) / 20)
        samples = tone.astype(np.float32) if is_float else (tone * 9000).astype(np.int16)
        layout = stream.codec.audio_formats[0].name if is_float else "s16"
        frame = av.AudioFrame.from_ndarray(samples[None], format=layout, layout="mono")
        frame.sample_rate = 48000
        resampler = av.AudioResampler(stream.codec.audio_formats[0].name, "mono", 48000, stream.frame_size or 960)
        for part in [*resampler.resample(frame), *resampler.resample(None), None]:
            file.mux(stream.encode(part))
    return buffer.getvalue()


def film(container: str, codec: str) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in (20, 120, 220):
            picture = np.full((48, 64, 3), shade, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def pdf() -> bytes:
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    return body + table + b"trailer\n<< /Root 1 0 R /Size 2 >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx(text: bytes = b"<w:document/>") -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": text})


def pptx() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p:presentation/>"})
