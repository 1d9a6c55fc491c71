"""Every Protocol that the services need from the outside world, by what it is about."""

from greenlight.ports.access import Credits, Keys, Once, RateBuckets
from greenlight.ports.basics import Clock, Ids, Page, T
from greenlight.ports.jobs import JobBackend, Jobs
from greenlight.ports.media import Media, PortraitInspector
from greenlight.ports.productions import Doorbells, Productions, Workflows
from greenlight.ports.products import Products, Shorts
from greenlight.ports.uploads import Inbox, UploadChecker, Uploads
from greenlight.ports.webhooks import Deliveries, EventBus, Poster, Resolver, WebhookQueue, Webhooks
from greenlight.ports.writers import Moderator, ScenarioWriter, ScriptWriter, StoryboardWriter, VariationWriter

__all__ = [
    "Clock",
    "Credits",
    "Deliveries",
    "Doorbells",
    "EventBus",
    "Ids",
    "Inbox",
    "JobBackend",
    "Jobs",
    "Keys",
    "Media",
    "Moderator",
    "Once",
    "Page",
    "PortraitInspector",
    "Poster",
    "Productions",
    "Products",
    "RateBuckets",
    "Resolver",
    "ScenarioWriter",
    "ScriptWriter",
    "Shorts",
    "StoryboardWriter",
    "T",
    "UploadChecker",
    "Uploads",
    "VariationWriter",
    "WebhookQueue",
    "Webhooks",
    "Workflows",
]
