"""Measures speech files independently of the engines that wrote them."""

import re
import subprocess
import wave
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt


def loudness_of(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(path)]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    log = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(\S+) LUFS", log)[-1]), float(re.findall(r"Peak:\s+(\S+) dBFS", log)[-1])


def samples_of(path: Path) -> npt.NDArray[np.float32]:
    with wave.open(str(path)) as speech:
        pcm = np.frombuffer(speech.readframes(speech.getnframes()), "<i2")
    return np.asarray(pcm / 32768, np.float32)
