"""The services that routes call, each put together when a request first needs it.

`bootstrap` is imported then and not before: boto3 alone takes longer than everything else that a cold start imports.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greenlight.ports import Once
    from greenlight.services.chat_events import ChatEvents
    from greenlight.services.credits import CreditsService
    from greenlight.services.exports import Exports
    from greenlight.services.health import Health
    from greenlight.services.keys import KeyService
    from greenlight.services.products import ProductService
    from greenlight.services.progress import ProgressEvents
    from greenlight.services.rate_limits import RateLimiter
    from greenlight.services.reels import Reels
    from greenlight.services.scenarios import Scenarios
    from greenlight.services.script_videos import ScriptVideos
    from greenlight.services.scripts import Scripts
    from greenlight.services.shorts import ShortService
    from greenlight.services.storyboards import Storyboards
    from greenlight.services.upload_completion import UploadCompletion
    from greenlight.services.uploads import UploadService
    from greenlight.services.validation import Validation
    from greenlight.services.webhooks import WebhookService


@cache
def keys() -> "KeyService":
    from greenlight import bootstrap

    return bootstrap.keys()


@cache
def rate_limiter() -> "RateLimiter | None":
    from greenlight import bootstrap

    return bootstrap.rate_limiter()


@cache
def reels() -> "Reels":
    from greenlight import bootstrap

    return bootstrap.reels()


@cache
def storyboards() -> "Storyboards":
    from greenlight import bootstrap

    return bootstrap.storyboards()


@cache
def exports() -> "Exports":
    from greenlight import bootstrap

    return bootstrap.exports()


@cache
def credit_accounts() -> "CreditsService":
    from greenlight import bootstrap

    return bootstrap.credit_accounts()


@cache
def once() -> "Once":
    from greenlight import bootstrap

    return bootstrap.once()


@cache
def progress() -> "ProgressEvents":
    from greenlight import bootstrap

    return bootstrap.progress()


@cache
def uploads() -> "UploadService":
    from greenlight import bootstrap

    return bootstrap.uploads()


@cache
def upload_completion() -> "UploadCompletion":
    from greenlight import bootstrap

    return bootstrap.upload_completion()


@cache
def webhooks() -> "WebhookService":
    from greenlight import bootstrap

    return bootstrap.webhooks()


@cache
def scripts() -> "Scripts":
    from greenlight import bootstrap

    return bootstrap.scripts()


@cache
def script_videos() -> "ScriptVideos":
    from greenlight import bootstrap

    return bootstrap.script_videos()


@cache
def chat_events() -> "ChatEvents":
    from greenlight import bootstrap

    return bootstrap.chat_events()


@cache
def products() -> "ProductService":
    from greenlight import bootstrap

    return bootstrap.products()


@cache
def scenarios() -> "Scenarios":
    from greenlight import bootstrap

    return bootstrap.scenarios()


@cache
def shorts() -> "ShortService":
    from greenlight import bootstrap

    return bootstrap.shorts()


@cache
def health() -> "Health":
    from greenlight import bootstrap

    return bootstrap.health()


@cache
def validation() -> "Validation":
    from greenlight import bootstrap

    return bootstrap.validation()
