"""Settings, read once from the environment; a missing one fails at start with its name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

BACKENDS = ("queue", "sagemaker", "batch", "lambda")


class MissingSetting(RuntimeError):
    def __init__(self, name: str) -> None:
        super().__init__(f"The setting {name} is missing; set it in the environment (template.yaml sets it on AWS).")


class UnusableSetting(RuntimeError):
    def __init__(self, name: str, value: str, known: tuple[str, ...]) -> None:
        super().__init__(f"The setting {name} is {value!r}; set it to one of {', '.join(known)}.")


@dataclass(frozen=True)
class Settings:
    """Each function has only what it needs; asking for what it has not is a mistake that shows at once."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def _need(self, name: str) -> str:
        value = self.environment.get(name, "")
        if not value:
            raise MissingSetting(name)
        return value

    def _get(self, name: str, default: str) -> str:
        return self.environment.get(name) or default

    @property
    def table_name(self) -> str:
        return self._need("TABLE_NAME")

    @property
    def media_bucket(self) -> str:
        return self._need("MEDIA_BUCKET")

    @property
    def event_bus_name(self) -> str:
        return self._need("EVENT_BUS_NAME")

    @property
    def make_reel_state_machine_arn(self) -> str:
        return self._need("MAKE_REEL_STATE_MACHINE_ARN")

    @property
    def make_storyboard_state_machine_arn(self) -> str:
        return self._need("MAKE_STORYBOARD_STATE_MACHINE_ARN")

    @property
    def write_script_state_machine_arn(self) -> str:
        return self._need("WRITE_SCRIPT_STATE_MACHINE_ARN")

    @property
    def write_scenario_state_machine_arn(self) -> str:
        return self._need("WRITE_SCENARIO_STATE_MACHINE_ARN")

    @property
    def job_queue_urls(self) -> dict[str, str]:
        return {
            "text_to_speech": self._need("JOB_QUEUE_URL_TEXT_TO_SPEECH"),
            "talking_head": self._need("JOB_QUEUE_URL_TALKING_HEAD"),
            "text_to_image": self._need("JOB_QUEUE_URL_TEXT_TO_IMAGE"),
            "image_to_video": self._need("JOB_QUEUE_URL_IMAGE_TO_VIDEO"),
            "media": self._need("JOB_QUEUE_URL_MEDIA"),
        }

    @property
    def job_backends(self) -> dict[str, str]:
        """Where the jobs of each task run."""
        chosen = {
            "text_to_speech": self._get("TEXT_TO_SPEECH_BACKEND", "queue"),
            "talking_head": self._get("TALKING_HEAD_BACKEND", "queue"),
            "text_to_image": self._get("TEXT_TO_IMAGE_BACKEND", "queue"),
            "image_to_video": self._get("IMAGE_TO_VIDEO_BACKEND", "queue"),
            "media": self._get("MEDIA_BACKEND", "queue"),
        }
        for task, backend in chosen.items():
            if backend not in BACKENDS:
                raise UnusableSetting(f"{task.upper()}_BACKEND", backend, BACKENDS)
        return chosen

    @property
    def job_resource_prefix(self) -> str:
        """What the names of endpoints, Batch queues and container functions begin with."""
        return f"greenlight-{self.stage}"

    @property
    def inspect_portrait_function(self) -> str:
        return self._need("INSPECT_PORTRAIT_FUNCTION")

    @property
    def rewrite_script_function(self) -> str:
        return self._need("REWRITE_SCRIPT_FUNCTION")

    @property
    def check_upload_function(self) -> str:
        return self._need("CHECK_UPLOAD_FUNCTION")

    @property
    def upload_quota_bytes(self) -> int:
        """What the uploads of one account may hold together."""
        return int(self._get("UPLOAD_QUOTA_BYTES", "20000000000"))

    @property
    def webhook_queue_url(self) -> str:
        return self._need("WEBHOOK_QUEUE_URL")

    @property
    def webhook_allow_loopback(self) -> bool:
        """Lets webhooks go to http receivers on loopback, for the local stage."""
        return self._get("WEBHOOK_ALLOW_LOOPBACK", "") == "true"

    @property
    def key_pepper(self) -> str:
        return self._get("KEY_PEPPER", "")

    @property
    def key_pepper_secret_arn(self) -> str:
        return self._need("KEY_PEPPER_SECRET_ARN")

    @property
    def anonymous_user(self) -> str:
        return self._get("ANONYMOUS_USER", "")

    @property
    def starting_credits(self) -> int:
        """In micro-USD."""
        return int(self._get("STARTING_CREDITS", "0"))

    @property
    def rate_limit_per_second(self) -> float:
        """Requests a key may make; 0 for any number."""
        return float(self._get("RATE_LIMIT_PER_SECOND", "10"))

    @property
    def rate_limit_burst(self) -> int:
        """Requests a key may make at once."""
        return int(self._get("RATE_LIMIT_BURST", "50"))

    @property
    def concurrent_productions(self) -> int:
        """Productions of an account that may be made at once; 0 for any number."""
        return int(self._get("CONCURRENT_PRODUCTIONS", "10"))

    @property
    def approval_days(self) -> float:
        return float(self._get("APPROVAL_DAYS", "7"))

    @property
    def speech_engine(self) -> str:
        return self._get("SPEECH_ENGINE", "hibari")

    @property
    def talking_head_engine(self) -> str:
        return self._get("TALKING_HEAD_ENGINE", "landmark_warp")

    @property
    def image_engine(self) -> str:
        return self._get("IMAGE_ENGINE", "storyboard_card")

    @property
    def writer(self) -> str:
        return self._get("WRITER", "rules")

    @property
    def openai_api_key(self) -> str:
        return self._get("OPENAI_API_KEY", "")

    @property
    def openai_api_key_secret_arn(self) -> str:
        return self._get("OPENAI_API_KEY_SECRET_ARN", "")

    @property
    def openai_base_url(self) -> str | None:
        return self._get("OPENAI_BASE_URL", "") or None

    @property
    def openai_model(self) -> str:
        return self._get("OPENAI_MODEL", "gpt-4o-mini")

    @property
    def stage(self) -> str:
        return self._get("STAGE", "local")
