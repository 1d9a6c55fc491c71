"""The services of a stage over its twins, by the names that `greenlight.bootstrap` has for them.

They are set as the environment says, as those on AWS are.
"""

from dataclasses import dataclass
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
from greenlight.services.exports import Exports
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
from greenlight.services.webhooks import WebhookService
from greenlight.writers.rules import RulesWriter
from tests.functions.stage.steps import MemorySteps


def number_of(text: str) -> int:
    return 1 + int.from_bytes(sha256(text.encode()).digest()[:6], "big")


@dataclass
class MemoryStage(MemorySteps):
    def __post_init__(self) -> None:
        super().__post_init__()
        t, known = self.twins, self.settings
        self._engines = StoryboardEngines(known.image_engine, known.speech_engine)
        self._keys = KeyService(memory.MemoryKeys(), t.clock, t.ids, self.pepper(), known.anonymous_user)
        limits = Limits(known.upload_quota_bytes)
        self._uploads = UploadService(t.records, t.inbox, t.files, t.clock, t.ids, limits)
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
            self._engines,
            known.approval_days,
        )

    def pepper(self) -> bytes:
        return self.settings.key_pepper.encode()

    def keys(self) -> KeyService:
        return self._keys

    def rate_limiter(self) -> RateLimiter | None:
        known = self.settings
        if not known.rate_limit_per_second:
            return None
        limit = RateLimit(known.rate_limit_per_second, known.rate_limit_burst)
        return RateLimiter(memory.MemoryRateBuckets(), limit, self.twins.clock)

    def credit_accounts(self) -> CreditsService:
        return CreditsService(self.twins.credits, self.twins.clock, self.twins.ids)

    def once(self) -> memory.MemoryOnce:
        return memory.MemoryOnce()

    def reels(self) -> Reels:
        t, known = self.twins, self.settings
        inspector = LambdaInspector(t.functions, known.inspect_portrait_function)
        engines, days = Engines(known.speech_engine, known.talking_head_engine), known.approval_days
        return Reels(t.productions, t.life, t.files, inspector, self._writer, t.clock, t.ids, engines, days)

    def storyboards(self) -> Storyboards:
        return self._storyboards

    def exports(self) -> Exports:
        t = self.twins
        return Exports(t.productions, t.plane, t.files, t.clock, t.pause)

    def scripts(self) -> Scripts:
        t, tokens = self.twins, ScriptTokens(self.pepper)
        parts = (t.productions, t.life, self._videos, t.clock, t.ids, tokens, t.pause)
        return Scripts(*parts, self._engines, self.settings.writer, self.settings.approval_days)

    def script_videos(self) -> ScriptVideos:
        return self._videos

    def chat_events(self) -> ChatEvents:
        return ChatEvents(self.twins.productions, self.twins.clock, self.twins.pause)

    def progress(self) -> ProgressEvents:
        return ProgressEvents(self.twins.productions, self.twins.clock, self.twins.pause)

    def products(self) -> ProductService:
        return self._products

    def scenarios(self) -> Scenarios:
        t, known = self.twins, self.settings
        engines, speech = ScenarioEngines(known.writer, known.image_engine), known.speech_engine
        return Scenarios(t.productions, self._shorts, self._products, t.life, t.clock, t.ids, engines, speech)

    def shorts(self) -> ShortService:
        return ShortService(self._shorts, self.twins.productions, self._storyboards)

    def uploads(self) -> UploadService:
        return self._uploads

    def upload_completion(self) -> UploadCompletion:
        t = self.twins
        checker = LambdaUploadChecker(t.functions, self.settings.check_upload_function)
        return UploadCompletion(t.records, t.inbox, checker, t.clock, t.pause)

    def webhooks(self) -> WebhookService:
        t = self.twins
        return WebhookService(t.webhooks, t.deliveries, t.due, self.destinations(), t.clock, t.ids)
