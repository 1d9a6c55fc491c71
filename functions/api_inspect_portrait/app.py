"""Looks at an uploaded picture: one usable face, stored upright as PNG, or a sentence that says what is wrong."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from faces.portrait import PortraitRefused, encode_png, inspect_portrait
from greenlight import bootstrap
from greenlight.observability import logger, observed

media = bootstrap.media()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    try:
        portrait = inspect_portrait(media.read(event["source"]))
    except PortraitRefused as refusal:
        logger.info("portrait refused", extra={"code": refusal.code})
        return {"refused": {"code": refusal.code, "message": refusal.message}}
    png = encode_png(portrait.image)
    media.put(event["target"], png, "image/png")
    return {
        "portrait": {
            "uri": event["target"],
            "sha256": sha256(png).hexdigest(),
            "width": portrait.width,
            "height": portrait.height,
            "face": asdict(portrait.face),
        }
    }
