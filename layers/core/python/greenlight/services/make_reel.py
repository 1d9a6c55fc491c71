"""The journey of a reel: which job each step wants, what it costs, and how far it brings the whole."""

from hashlib import sha256

from greenlight.domain.catalogue import engine_version
from greenlight.domain.jobs import JobSpec
from greenlight.domain.production import StepResult
from greenlight.domain.reel import Reel

SHARES = {"speak_script": (2, 15), "animate_portrait": (15, 80), "finish_video": (80, 99)}
STATES = {"speak_script": "SpeakScript", "animate_portrait": "AnimatePortrait", "finish_video": "FinishVideo"}


def state(step: str) -> str:
    """The state of the workflow that the step belongs to."""
    return STATES[step]


def span(step: str, _reel: Reel) -> tuple[int, int]:
    """Percent of the whole at which the step begins and ends."""
    return SHARES[step]


def plan(step: str, reel: Reel) -> JobSpec:
    return {"speak_script": _speak, "animate_portrait": _animate, "finish_video": _finish}[step](reel)


def quantity(step: str, reel: Reel, result: StepResult) -> float:
    """What the step's price counts: characters spoken, or seconds of the speech that was animated and finished."""
    if step == "speak_script":
        return len(reel.final_script)
    speech = reel.results.get("speak_script", result)
    return float(speech.facts["duration"])


def _speak(reel: Reel) -> JobSpec:
    engine = reel.engines.text_to_speech
    params = {"text": reel.final_script, "voice": reel.voice, "language": reel.language, "speed": 1.0, "seed": 0}
    return JobSpec("text_to_speech", engine, engine_version("text_to_speech", engine), params, {}, {})


def _animate(reel: Reel) -> JobSpec:
    engine, speech = reel.engines.talking_head, reel.results["speak_script"]
    # The same script moves the same head in the same way; another script blinks elsewhere.
    seed = int(sha256(reel.final_script.encode()).hexdigest()[:8], 16)
    return JobSpec(
        "talking_head",
        engine,
        engine_version("talking_head", engine),
        {"seed": seed, "fps": 25},
        {"portrait": reel.portrait.uri, "speech": speech.outputs["speech"], "timing": speech.outputs["timing"]},
        {"portrait": reel.portrait.sha256, "speech": speech.sha256["speech"], "timing": speech.sha256["timing"]},
    )


def _finish(reel: Reel) -> JobSpec:
    engine, speech, head = reel.engines.media, reel.results["speak_script"], reel.results["animate_portrait"]
    params = {
        "operation": "finish_reel",
        "captions": reel.captions,
        "aspect_ratio": reel.aspect_ratio,
        "face": reel.portrait.face,
        "portrait_width": reel.portrait.width,
        "portrait_height": reel.portrait.height,
    }
    return JobSpec(
        "media",
        engine,
        engine_version("media", engine),
        params,
        {"video": head.outputs["video"], "speech": speech.outputs["speech"], "timing": speech.outputs["timing"]},
        {"video": head.sha256["video"], "speech": speech.sha256["speech"], "timing": speech.sha256["timing"]},
    )
