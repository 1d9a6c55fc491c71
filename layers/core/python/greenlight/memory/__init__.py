"""The twin of every port, in memory: same promises as the AWS adapters, for tests and for trying things out."""

from greenlight.memory.access import MemoryCredits, MemoryOnce, MemoryRateBuckets
from greenlight.memory.basics import CURSORS, CountingIds, FixedClock, page_of
from greenlight.memory.jobs import MemoryBackend, MemoryJobs
from greenlight.memory.keys import MemoryKeys
from greenlight.memory.media import MemoryMedia, TrustingInspector
from greenlight.memory.productions import MemoryDoorbells, MemoryProductions, MemoryWorkflows
from greenlight.memory.products import MemoryProducts, MemoryShorts
from greenlight.memory.resolver import MemoryResolver
from greenlight.memory.uploads import MemoryChecker, MemoryInbox, MemoryUploads
from greenlight.memory.webhooks import (
    MemoryBus,
    MemoryDeliveries,
    MemoryPoster,
    MemoryWebhookQueue,
    MemoryWebhooks,
)
from greenlight.memory.writers import (
    MemoryModerator,
    MemoryScenarioWriter,
    MemoryStoryboardWriter,
    MemoryVariationWriter,
)

__all__ = [
    "CURSORS",
    "CountingIds",
    "FixedClock",
    "MemoryBackend",
    "MemoryBus",
    "MemoryChecker",
    "MemoryCredits",
    "MemoryDeliveries",
    "MemoryDoorbells",
    "MemoryInbox",
    "MemoryJobs",
    "MemoryKeys",
    "MemoryMedia",
    "MemoryModerator",
    "MemoryOnce",
    "MemoryPoster",
    "MemoryProductions",
    "MemoryProducts",
    "MemoryRateBuckets",
    "MemoryResolver",
    "MemoryScenarioWriter",
    "MemoryShorts",
    "MemoryStoryboardWriter",
    "MemoryUploads",
    "MemoryVariationWriter",
    "MemoryWebhookQueue",
    "MemoryWebhooks",
    "MemoryWorkflows",
    "TrustingInspector",
    "page_of",
]
