"""The embedded talking head: a face mesh on the still, warped by the speech. A draft engine; it runs anywhere.

Inputs: `portrait` (PNG with one face of at least 128 px), `speech` (WAV, mono, 16 bit), `timing` (what the
text_to_speech task says about the speech; without phonemes the mouth follows the sound alone).
Params: `seed` (int, 0): blinks and head motion; `fps` (25): 10 to 60; `max_height` (1080): 128 to 1080, taller
portraits are made smaller.
Output: `video`, silent, as long as the speech to within a frame.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from faces.detector import detect
from faces.mesh import Mesh
from faces.portrait import PortraitRefused, only_mesh, open_upright
from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.talking_head.anatomy import Anatomy, Array
from gpu_containers.talking_head.encode import Encoder
from gpu_containers.talking_head.lids import Lid
from gpu_containers.talking_head.motion import plan_motion
from gpu_containers.talking_head.mouth import InnerMouth
from gpu_containers.talking_head.planes import Bytes, Planes
from gpu_containers.talking_head.region import Region
from gpu_containers.talking_head.sampling import Sampler, best_sampler
from gpu_containers.talking_head.speech import read_speech
from gpu_containers.talking_head.warp import Warp

_WIDEST = 1920


@dataclass(frozen=True)
class Params:
    seed: int = 0
    fps: int = 25
    max_height: int = 1080

    @classmethod
    def read(cls, given: dict[str, Any]) -> "Params":
        limits = {"seed": (0, 2**63 - 1), "fps": (10, 60), "max_height": (128, 1080)}
        for name, (low, high) in limits.items():
            value = given.get(name, getattr(cls, name))
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                raise JobFailed("invalid_params", f"`{name}` must be a whole number from {low} to {high}.")
        return cls(**{name: given[name] for name in limits if name in given})


class LandmarkWarp:
    name = "landmark_warp"
    version = "1"
    needs = Needs(licence="Apache-2.0")

    def load(self) -> None:
        detect(np.zeros((64, 64, 3), np.uint8))

    def run(self, work: Work) -> Produced:
        params = Params.read(work.job.params)
        speech = read_speech(work.inputs["speech"], work.inputs["timing"])
        rgb = read_portrait(work.inputs["portrait"], params.max_height)
        head = TalkingHead(rgb)
        motion = plan_motion(speech, params.fps, params.seed)
        frames, path = len(motion.amounts), work.folder / "video.mp4"
        began = time.perf_counter()
        with Encoder(path, head.still, head.warp.region, params.fps) as encoder:
            for n in range(frames):
                encoder.add(head.draw(motion.amounts[n], float(motion.lids[n]), float(motion.tongue[n])))
                work.report((n + 1) / frames, "Moving the face")
        seconds = time.perf_counter() - began
        facts = {
            "draft": True,
            "duration": round(frames / params.fps, 3),
            "frames": frames,
            "fps": round(frames / seconds, 1),
            "width": rgb.shape[1],
            "height": rgb.shape[0],
            "seconds": round(seconds, 3),
            "device": head.device,
        }
        return Produced({"video": path}, facts)


class TalkingHead:
    """One portrait (RGB, even sides) ready to move."""

    def __init__(self, rgb: Bytes, sampler: Sampler | None = None) -> None:
        height, width = rgb.shape[:2]
        self.still = Planes.of(rgb)
        self.face = face = Anatomy(only_face(rgb).points)
        self.warp = Warp(face, width, height)
        self._sampler = sampler or best_sampler(self.still)
        self.device = self._sampler.device
        self._mouth = InnerMouth(face, rgb, self.warp.region)
        self._lids = [Lid(eye, self.warp.region, width, height) for eye in face.eyes]

    def repaint(self, region: Region, painted: Planes) -> None:
        """Gives the portrait another mouth, for the frames from now on."""
        self._sampler.repaint(region, painted)

    def draw(self, amounts: Array, closed: float, tongue: float | None) -> Planes:
        """The planes of the moving region; without a `tongue` the mouth is the portrait's own."""
        pose = self.warp.pose(amounts)
        lights = [lid.draw_down(pose.map, closed) for lid in self._lids] if closed > 0 else []
        frame = self._sampler.sample(pose.map)
        for lid, light in zip(self._lids, lights, strict=False):
            lid.shade(frame, *light)
        if tongue is not None:
            self._mouth.paint(frame, pose, tongue)
        return frame


def only_face(rgb: Bytes) -> Mesh:
    """The mesh of the one face in a picture; raises `JobFailed` where there is none, or several."""
    try:
        return only_mesh(rgb)
    except PortraitRefused as refused:
        raise JobFailed(refused.code, refused.message) from refused


def read_portrait(path: Path, max_height: int) -> Bytes:
    """RGB of even sides, at most `max_height` high."""
    try:
        rgb = np.asarray(open_upright(path.read_bytes()))
    except PortraitRefused as refused:
        raise JobFailed(refused.code, refused.message) from refused
    height, width = rgb.shape[:2]
    scale = min(1.0, max_height / height, _WIDEST / width)
    size = max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)
    if size == (width, height):
        return rgb
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
