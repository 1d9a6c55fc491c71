"""Puts services and adapters together; the only module that knows both. Each function takes the one part it needs."""

import hmac
import random
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from greenlight.aws.batch_jobs import BatchJobs
from greenlight.aws.clients import client
from greenlight.aws.dynamodb_credits import DynamoCredits
from greenlight.aws.dynamodb_deliveries import DynamoDeliveries
from greenlight.aws.dynamodb_doorbells import DynamoDoorbells
from greenlight.aws.dynamodb_jobs import DynamoJobs
from greenlight.aws.dynamodb_keys import DynamoKeys
from greenlight.aws.dynamodb_productions import DynamoProductions
from greenlight.aws.dynamodb_products import DynamoProducts
from greenlight.aws.dynamodb_rate_limits import DynamoRateBuckets
from greenlight.aws.dynamodb_shorts import DynamoShorts
from greenlight.aws.dynamodb_uploads import DynamoUploads
from greenlight.aws.dynamodb_webhooks import DynamoWebhooks
from greenlight.aws.event_bridge import EventBridgeBus
from greenlight.aws.idempotency import PowertoolsOnce
from greenlight.aws.job_router import RoutedJobs
from greenlight.aws.lambda_functions import LambdaInspector, LambdaUploadChecker, LambdaWriter
from greenlight.aws.lambda_jobs import LambdaJobs
from greenlight.aws.s3_inbox import S3Inbox
from greenlight.aws.s3_media import S3Media
from greenlight.aws.sagemaker_jobs import SageMakerJobs
from greenlight.aws.sqs_jobs import SqsJobs
from greenlight.aws.sqs_webhooks import SqsWebhooks
from greenlight.aws.step_functions import StepFunctionsWorkflows
from greenlight.aws.table import Table
from greenlight.domain.cursors import Cursors
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.rate_limits import RateLimit
from greenlight.domain.reel import Engines
from greenlight.domain.scenario import ScenarioEngines
from greenlight.domain.script_tokens import ScriptTokens
from greenlight.domain.uploads import Limits
from greenlight.outbound.resolver import SystemResolver
from greenlight.ports import JobBackend, Moderator, ScenarioWriter, ScriptWriter, StoryboardWriter, VariationWriter
from greenlight.services.clock import RandomIds, SystemClock, pause
from greenlight.services.credits import CreditsService
from greenlight.services.deliveries import DeliveryService
from greenlight.services.destinations import Destinations
from greenlight.services.events import Events
from greenlight.services.exports import Exports
from greenlight.services.jobs import JobPlane
from greenlight.services.keys import KeyService
from greenlight.services.productions import Lifecycle
from greenlight.services.progress import ProgressEvents
from greenlight.services.rate_limits import RateLimiter
from greenlight.services.reels import Reels
from greenlight.services.storyboard_steps import StoryboardSteps
from greenlight.services.storyboards import Storyboards
from greenlight.services.upload_records import UploadRecords
from greenlight.services.uploads import UploadService
from greenlight.services.webhooks import WebhookService
from greenlight.settings import Settings

if TYPE_CHECKING:
    from greenlight.aws.job_results import JobResults
    from greenlight.services.chat_events import ChatEvents
    from greenlight.services.health import Health
    from greenlight.services.products import ProductService
    from greenlight.services.scenario_steps import ScenarioSteps
    from greenlight.services.scenarios import Scenarios
    from greenlight.services.script_steps import ScriptSteps
    from greenlight.services.script_videos import ScriptVideos
    from greenlight.services.scripts import Scripts
    from greenlight.services.shorts import ShortService
    from greenlight.services.upload_checks import UploadChecks
    from greenlight.services.upload_completion import UploadCompletion
    from greenlight.services.validation import Validation

settings = Settings()


@cache
def table() -> Table:
    return Table(client("dynamodb"), settings.table_name)


@cache
def media() -> S3Media:
    return S3Media(client("s3"), settings.media_bucket)


@cache
def backend() -> RoutedJobs:
    prefix = settings.job_resource_prefix
    backends: dict[str, Callable[[], JobBackend]] = {
        "queue": lambda: SqsJobs(client("sqs"), settings.job_queue_urls),
        "sagemaker": lambda: SageMakerJobs(client("sagemaker-runtime"), prefix, media(), SystemClock()),
        "batch": lambda: BatchJobs(client("batch"), prefix, media(), SystemClock()),
        "lambda": lambda: LambdaJobs(client("lambda"), prefix),
    }
    return RoutedJobs(settings.job_backends, backends, media())


def job_results() -> "JobResults":
    from greenlight.aws.job_results import JobResults

    return JobResults(media())


@cache
def credits_store() -> DynamoCredits:
    return DynamoCredits(table(), settings.starting_credits, Cursors(pepper))


def productions() -> DynamoProductions:
    return DynamoProductions(table(), Cursors(pepper), settings.concurrent_productions)


def answering_workflows() -> StepFunctionsWorkflows:
    """For functions that a workflow calls: they answer its tokens and never start or stop one."""
    return StepFunctionsWorkflows(client("stepfunctions"), {})


def starting_workflows() -> StepFunctionsWorkflows:
    return StepFunctionsWorkflows(client("stepfunctions"), state_machines())


def state_machines() -> dict[str, str]:
    """By the families that they work for."""
    make_storyboard = settings.make_storyboard_state_machine_arn
    return {
        "reel": settings.make_reel_state_machine_arn,
        "storyboard": make_storyboard,
        "script": settings.write_script_state_machine_arn,
        # A film of a script is a storyboard that has its green light before it is drawn.
        "script_video": make_storyboard,
        "scenario": settings.write_scenario_state_machine_arn,
    }


def lifecycle(workflows: StepFunctionsWorkflows) -> Lifecycle:
    return Lifecycle(
        productions=productions(),
        doorbells=DynamoDoorbells(table()),
        jobs=DynamoJobs(table()),
        backend=backend(),
        workflows=workflows,
        credits=credits_store(),
        media=media(),
        clock=SystemClock(),
    )


def job_plane() -> JobPlane:
    return JobPlane(
        jobs=DynamoJobs(table()),
        backend=backend(),
        workflows=answering_workflows(),
        productions=productions(),
        media=media(),
        clock=SystemClock(),
    )


def writer() -> ScriptWriter:
    """The embedded writer answers in place; one that calls a model lives in a function of its own."""
    if settings.writer == "rules":
        return rules_writer()
    return LambdaWriter(client("lambda"), settings.rewrite_script_function)


def rules_writer() -> ScriptWriter:
    from greenlight.domain.speech_rate import cautious_seconds
    from greenlight.writers.rules import RulesWriter

    return RulesWriter(cautious_seconds)


def model_writer() -> ScriptWriter:
    """What the rewriting function runs: the writer that the settings name."""
    if settings.writer == "rules":
        return rules_writer()
    from greenlight.domain.speech_rate import cautious_seconds
    from greenlight.writers.openai_writer import OpenAIWriter

    return OpenAIWriter(
        api_key=_openai_api_key(),
        base_url=settings.openai_base_url,
        model=settings.openai_model,
        spoken_seconds=cautious_seconds,
    )


def reels() -> Reels:
    life = lifecycle(starting_workflows())
    return Reels(
        productions=life.productions,
        lifecycle=life,
        media=media(),
        inspector=LambdaInspector(client("lambda"), settings.inspect_portrait_function),
        writer=writer(),
        clock=SystemClock(),
        ids=RandomIds(),
        engines=Engines(settings.speech_engine, settings.talking_head_engine),
        approval_days=settings.approval_days,
    )


def storyboards() -> Storyboards:
    life = lifecycle(starting_workflows())
    return Storyboards(
        productions=life.productions,
        lifecycle=life,
        plane=job_plane(),
        media=media(),
        clock=SystemClock(),
        ids=RandomIds(),
        number_of=_number_of,
        pause=pause,
        engines=StoryboardEngines(settings.image_engine, settings.speech_engine),
        approval_days=settings.approval_days,
    )


def storyboard_steps() -> StoryboardSteps:
    return StoryboardSteps(productions(), storyboard_writer, SystemClock())


def storyboard_writer() -> StoryboardWriter:
    """For a function that may take minutes, as a model does."""
    if settings.writer == "rules":
        from greenlight.writers.storyboard_rules import RulesStoryboardWriter

        return RulesStoryboardWriter()
    from greenlight.writers.storyboard_openai import OpenAIStoryboardWriter

    return OpenAIStoryboardWriter(
        api_key=_openai_api_key(), base_url=settings.openai_base_url, model=settings.openai_model
    )


def scripts() -> "Scripts":
    from greenlight.services.scripts import Scripts

    life = lifecycle(starting_workflows())
    return Scripts(
        productions=life.productions,
        lifecycle=life,
        videos=script_videos(),
        clock=SystemClock(),
        ids=RandomIds(),
        tokens=ScriptTokens(pepper),
        pause=pause,
        engines=StoryboardEngines(settings.image_engine, settings.speech_engine),
        writer=settings.writer,
        approval_days=settings.approval_days,
    )


def script_videos() -> "ScriptVideos":
    from greenlight.services.script_videos import ScriptVideos

    life = lifecycle(starting_workflows())
    return ScriptVideos(life.productions, life, media(), SystemClock())


def script_steps() -> "ScriptSteps":
    from greenlight.services.script_steps import ScriptSteps

    return ScriptSteps(productions(), variation_writer, SystemClock())


def variation_writer() -> VariationWriter:
    """For a function that may take minutes, as a model does."""
    if settings.writer == "rules":
        from greenlight.writers.script_rules import RulesVariationWriter

        return RulesVariationWriter()
    from greenlight.writers.script_openai import OpenAIVariationWriter

    return OpenAIVariationWriter(
        api_key=_openai_api_key(), base_url=settings.openai_base_url, model=settings.openai_model
    )


def chat_events() -> "ChatEvents":
    from greenlight.services.chat_events import ChatEvents

    return ChatEvents(productions(), SystemClock(), pause)


def products() -> "ProductService":
    from greenlight.services.products import ProductService

    store = DynamoProducts(table(), Cursors(pepper))
    return ProductService(store, uploads(), media(), SystemClock(), RandomIds())


def scenarios() -> "Scenarios":
    from greenlight.services.scenarios import Scenarios

    life = lifecycle(starting_workflows())
    return Scenarios(
        productions=life.productions,
        shorts=DynamoShorts(table(), Cursors(pepper)),
        products=products(),
        lifecycle=life,
        clock=SystemClock(),
        ids=RandomIds(),
        engines=ScenarioEngines(settings.writer, settings.image_engine),
        speech_engine=settings.speech_engine,
    )


def shorts() -> "ShortService":
    from greenlight.services.shorts import ShortService

    return ShortService(DynamoShorts(table(), Cursors(pepper)), productions(), storyboards())


def scenario_steps() -> "ScenarioSteps":
    from greenlight.services.scenario_steps import ScenarioSteps

    return ScenarioSteps(productions(), scenario_writer, moderator, SystemClock())


def scenario_writer() -> ScenarioWriter:
    if settings.writer == "rules":
        from greenlight.writers.scenario_rules import RulesScenarioWriter

        return RulesScenarioWriter()
    from greenlight.writers.scenario_openai import OpenAIScenarioWriter

    return OpenAIScenarioWriter(
        api_key=_openai_api_key(), base_url=settings.openai_base_url, model=settings.openai_model
    )


def moderator() -> Moderator:
    """Asks a model only where a model writes."""
    if settings.writer == "rules":
        from greenlight.writers.moderation_rules import RulesModerator

        return RulesModerator()
    from greenlight.writers.moderation_openai import OpenAIModerator

    return OpenAIModerator(api_key=_openai_api_key(), base_url=settings.openai_base_url)


def exports() -> Exports:
    return Exports(productions(), job_plane(), media(), SystemClock(), pause)


def keys() -> KeyService:
    store = DynamoKeys(table(), Cursors(pepper))
    return KeyService(store, SystemClock(), RandomIds(), pepper(), settings.anonymous_user)


def rate_limiter() -> RateLimiter | None:
    """None where a stage limits nobody."""
    if not settings.rate_limit_per_second:
        return None
    limit = RateLimit(settings.rate_limit_per_second, settings.rate_limit_burst)
    return RateLimiter(DynamoRateBuckets(table()), limit, SystemClock())


def credit_accounts() -> CreditsService:
    return CreditsService(credits_store(), SystemClock(), RandomIds())


def progress() -> ProgressEvents:
    return ProgressEvents(productions(), SystemClock(), pause)


def once() -> PowertoolsOnce:
    return PowertoolsOnce(table())


def upload_records() -> UploadRecords:
    return UploadRecords(DynamoUploads(table()), SystemClock())


def inbox() -> S3Inbox:
    return S3Inbox(client("s3"), settings.media_bucket)


def uploads() -> UploadService:
    limits = Limits(settings.upload_quota_bytes)
    return UploadService(upload_records(), inbox(), media(), SystemClock(), RandomIds(), limits)


def upload_completion() -> "UploadCompletion":
    from greenlight.services.upload_completion import UploadCompletion

    checker = LambdaUploadChecker(client("lambda"), settings.check_upload_function)
    return UploadCompletion(upload_records(), inbox(), checker, SystemClock(), pause)


def upload_checks() -> "UploadChecks":
    from greenlight.services.upload_checks import UploadChecks

    return UploadChecks(upload_records(), inbox())


def webhooks() -> WebhookService:
    return WebhookService(
        webhooks=DynamoWebhooks(table()),
        deliveries=deliveries_store(),
        queue=webhook_queue(),
        destinations=destinations(),
        clock=SystemClock(),
        ids=RandomIds(),
    )


def deliveries() -> DeliveryService:
    from greenlight.outbound.pinned_http import PinnedHttp

    return DeliveryService(
        webhooks=DynamoWebhooks(table()),
        deliveries=deliveries_store(),
        queue=webhook_queue(),
        destinations=destinations(),
        poster=PinnedHttp(),
        clock=SystemClock(),
        chance=random.random,
    )


def deliveries_store() -> DynamoDeliveries:
    return DynamoDeliveries(table(), Cursors(pepper))


def webhook_queue() -> SqsWebhooks:
    return SqsWebhooks(client("sqs"), settings.webhook_queue_url)


def destinations() -> Destinations:
    return Destinations(SystemResolver(), settings.webhook_allow_loopback)


def events() -> Events:
    return Events(EventBridgeBus(client("events"), settings.event_bus_name))


def health() -> "Health":
    from greenlight.aws.probes import service_probes
    from greenlight.services.health import Health

    queues = list(settings.job_queue_urls.values())
    machines = sorted(set(state_machines().values()))
    return Health(service_probes(settings.table_name, settings.media_bucket, queues, machines), SystemClock())


def validation() -> "Validation":
    from greenlight.services.validation import Validation

    return Validation(
        health=health(),
        writer=(settings.writer, writer),
        engines=[
            ("text_to_speech", settings.speech_engine),
            ("talking_head", settings.talking_head_engine),
            ("text_to_image", settings.image_engine),
            ("media", "ffmpeg"),
        ],
        jobs=DynamoJobs(table()),
        backend=backend(),
        media=media(),
        clock=SystemClock(),
        pause=pause,
    )


@cache
def pepper() -> bytes:
    return (settings.key_pepper or _secret(settings.key_pepper_secret_arn)).encode()


def _number_of(text: str) -> int:
    """A positive number below 2^53 that nobody can foresee who does not know the pepper."""
    digest = hmac.new(pepper(), text.encode(), "sha256").digest()
    return 1 + int.from_bytes(digest[:8], "big") % (2**53 - 1)


def _openai_api_key() -> str:
    if settings.openai_api_key or not settings.openai_api_key_secret_arn:
        return settings.openai_api_key
    return _secret(settings.openai_api_key_secret_arn)


def _secret(arn: str) -> str:
    from aws_lambda_powertools.utilities import parameters

    return str(parameters.get_secret(arn))
