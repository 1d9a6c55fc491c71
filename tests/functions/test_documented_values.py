"""Each value that the clients' documents name for a field is one that the API takes."""

from typing import Any

import pytest

from chalicelib.reel_views import CreateReel
from chalicelib.scenario_views import GenerateScenario
from chalicelib.script_views import ConfirmScript, GenerateScripts, Submit
from chalicelib.storyboard_views import ExportQuery, GenerateStoryboard
from chalicelib.views import Shape

SCENARIO = {
    "product_id": "product-123",
    "user_id": "demo",
    "style": "cinematic-storytelling",
    "mood": "calm",
    "video_length": 15,
    "resolution": "720:1280",
    "target_language": "en-US",
}
REEL = {"script": "Hello, I am here."}
BOARD = {"prompt": "A lighthouse keeper adopts a stray cat"}
QUALITIES, RATIOS = ("low", "medium", "high"), ("16:9", "9:16", "1:1", "4:5")
TONES = ("friendly", "energetic", "professional", "calm", "humorous", "serious")
STYLES = (
    "trendy-influencer-vlog",
    "cinematic-storytelling",
    "product-demo",
    "customer-testimonial",
    "unboxing",
    "behind-the-scenes",
)
DOCUMENTED: list[tuple[type[Shape], dict[str, Any], str, tuple[object, ...]]] = [
    (CreateReel, REEL, "tone", TONES),
    (CreateReel, REEL, "use_rewrite", ("true", "false", "1", "0")),
    (CreateReel, REEL, "max_seconds", ("5", "30", "120")),
    (CreateReel, REEL, "captions", ("none", "burned", "sidecar")),
    (CreateReel, REEL, "aspect_ratio", RATIOS),
    (CreateReel, REEL, "script", ("x", "x" * 5_000)),
    (GenerateScenario, SCENARIO, "style", STYLES),
    (GenerateScenario, SCENARIO, "mood", ("energetic", "calm", "professional", "luxurious", "playful")),
    (GenerateScenario, SCENARIO, "video_length", (15, 20, 30, 45, 60)),
    (GenerateScenario, SCENARIO, "resolution", ("720:1280", "1280:720", "1080:1920", "1920:1080", "1024:1024")),
    (GenerateScenario, SCENARIO, "target_language", ("en-US", "de-DE", "zh-Hans-CN")),
    (GenerateStoryboard, BOARD, "duration", (5, 20, 120)),
    (GenerateStoryboard, BOARD, "aspect_ratio", RATIOS),
    (GenerateStoryboard, BOARD, "style", ("cinematic", "watercolour, soft light")),
    (ExportQuery, {}, "format", ("mp4", "webm", "mov")),
    (ExportQuery, {}, "quality", QUALITIES),
    (GenerateScripts, {"topic": "How bees talk"}, "quality", QUALITIES),
    (GenerateScripts, {"topic": "How bees talk"}, "duration", (10, 20, 180)),
    (Submit, {"text": "How bees talk", "chatID": "chat-17"}, "uid", ("a", "x" * 128)),
    (Submit, {"text": "How bees talk", "uid": "anna"}, "chatID", ("a", "x" * 128)),
]
AS_FORMS_SAY: dict[object, object] = {"true": True, "1": True, "false": False, "0": False, "5": 5, "30": 30, "120": 120}
CONFIGURED: dict[str, tuple[object, ...]] = {
    "quality": QUALITIES,
    "aspect_ratio": RATIOS,
    "voice": ("heart",),
    "captions": ("none", "burned", "sidecar", True, False),
    "music": ("none", "calm", "uplifting", "dramatic", "playful", "corporate", True, False),
    "style": ("cinematic",),
}


@pytest.mark.parametrize(
    ("model", "others", "field", "value"),
    [
        pytest.param(model, others, field, value, id=f"{model.__name__}.{field}={str(value)[:24]}")
        for model, others, field, values in DOCUMENTED
        for value in values
    ],
)
def test_a_documented_value_is_taken(model: type[Shape], others: dict[str, Any], field: str, value: object) -> None:
    taken = getattr(model.model_validate({**others, field: value}), field)
    assert taken == AS_FORMS_SAY.get(value, value)


@pytest.mark.parametrize("field", CONFIGURED)
def test_a_documented_way_to_film_a_script_is_taken(field: str) -> None:
    for value in CONFIGURED[field]:
        body = ConfirmScript.model_validate({"chatID": "chat-17", "config": {field: value}})
        assert body.config.model_fields_set == {field}
        assert getattr(body.config, field) not in {None, ""}
