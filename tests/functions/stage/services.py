"""The services of a stage over its twins, by the names that `greenlight.bootstrap` has for them."""

from dataclasses import dataclass, field
from hashlib import sha256

from greenlight import memory
from greenlight.aws.lambda_functions import LambdaInspector, LambdaUploadChecker
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.rate_limits import RateLimit
from greenlight.domain.reel import Engines
from greenlight.domain.scenario import ScenarioEngines
from greenlight.domain.script_tokens import ScriptTokens
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.uploads import Limits
from greenlight.services.chat_events import ChatEvents
from greenlight.services.credits import CreditsService
from greenlight.services.destinations import Destinations
from greenlight.services.exports import Exports
from greenlight.services.health import Health, Probe
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
from greenlight.services.upload_checks import UploadChecks
from greenlight.services.upload_completion import UploadCompletion
from greenlight.services.uploads import UploadService
from greenlight.services.validation import Validation
from greenlight.services.webhooks import WebhookService
from greenlight.writers.rules import RulesWriter
from tests.functions.openapi.twins import Twins

DRAWN_AND_SPOKEN = StoryboardEngines("storyboard_card", "hibari")
ENGINES = (("text_to_speech", "hibari"), ("talking_head", "landmark_warp"), ("text_to_image", "storyboard_card"))
APPROVAL_DAYS = 7


def number_of(text: str) -> int:
    return 1 + int.from_bytes(sha256(text.encode()).digest()[:6], "big")


@dataclass
class MemoryStage:
    twins: Twins = field(default_factory=Twins)

    def __post_init__(self) -> None:
        t = self.twins
        self._keys = KeyService(memory.MemoryKeys(), t.clock, t.ids, b"pepper")
        self._uploads = UploadService(t.records, t.inbox, t.files, t.clock, t.ids, Limits(20_000_000_000))
        self._products = ProductService(memory.MemoryProducts(), self._uploads, t.files, t.clock, t.ids)
        self._shorts = memory.MemoryShorts(t.productions)
        self._videos = ScriptVideos(t.productions, t.life, t.files, t.clock)
        self._writer = RulesWriter(cautious_seconds)
        self._storyboards = Storyboards(
            t.productions,
            t.life,
            t.plane,
            t.files,
            t.clock,
            t.ids,
            number_of,
            t.pause,
            DRAWN_AND_SPOKEN,
            APPROVAL_DAYS,
        )

    def keys(self) -> KeyService:
        return self._keys

    def rate_limiter(self) -> RateLimiter:
        return RateLimiter(memory.MemoryRateBuckets(), RateLimit(1000, 5000), self.twins.clock)

    def credit_accounts(self) -> CreditsService:
        return CreditsService(self.twins.credits, self.twins.clock, self.twins.ids)

    def once(self) -> memory.MemoryOnce:
        return memory.MemoryOnce()

    def media(self) -> memory.MemoryMedia:
        return self.twins.files

    def reels(self) -> Reels:
        t = self.twins
        inspector = LambdaInspector(t.functions, "api_inspect_portrait")
        engines = Engines("hibari", "landmark_warp")
        return Reels(t.productions, t.life, t.files, inspector, self._writer, t.clock, t.ids, engines, APPROVAL_DAYS)

    def storyboards(self) -> Storyboards:
        return self._storyboards

    def exports(self) -> Exports:
        t = self.twins
        return Exports(t.productions, t.plane, t.files, t.clock, t.pause)

    def scripts(self) -> Scripts:
        t, tokens = self.twins, ScriptTokens(lambda: b"pepper")
        known = (t.productions, t.life, self._videos, t.clock, t.ids, tokens, t.pause)
        return Scripts(*known, DRAWN_AND_SPOKEN, "rules", APPROVAL_DAYS)

    def script_videos(self) -> ScriptVideos:
        return self._videos

    def chat_events(self) -> ChatEvents:
        return ChatEvents(self.twins.productions, self.twins.clock, self.twins.pause)

    def progress(self) -> ProgressEvents:
        return ProgressEvents(self.twins.productions, self.twins.clock, self.twins.pause)

    def products(self) -> ProductService:
        return self._products

    def scenarios(self) -> Scenarios:
        t, engines = self.twins, ScenarioEngines("rules", "storyboard_card")
        return Scenarios(t.productions, self._shorts, self._products, t.life, t.clock, t.ids, engines, "hibari")

    def shorts(self) -> ShortService:
        return ShortService(self._shorts, self.twins.productions, self._storyboards)

    def uploads(self) -> UploadService:
        return self._uploads

    def upload_completion(self) -> UploadCompletion:
        t = self.twins
        checker = LambdaUploadChecker(t.functions, "api_check_upload")
        return UploadCompletion(t.records, t.inbox, checker, t.clock, t.pause)

    def upload_checks(self) -> UploadChecks:
        return UploadChecks(self.twins.records, self.twins.inbox)

    def webhooks(self) -> WebhookService:
        t = self.twins
        return WebhookService(t.webhooks, t.deliveries, t.due, self.destinations(), t.clock, t.ids)

    def destinations(self) -> Destinations:
        return Destinations(memory.MemoryResolver(), True)

    def health(self) -> Health:
        t = self.twins
        probes: list[tuple[str, Probe]] = [
            ("table", lambda: t.jobs.get("HEALTH")),
            ("media", lambda: t.files.exists("HEALTH")),
        ]
        # A busy machine may take its time.
        return Health(probes, t.clock, patience=60)

    def validation(self) -> Validation:
        t = self.twins
        writer = ("rules", lambda: self._writer)
        return Validation(self.health(), writer, ENGINES, t.jobs, t.queue, t.files, t.clock, t.pause)
