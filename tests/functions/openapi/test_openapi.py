"""The API against its own document: generated requests, right and wrong, and no answer that it does not describe."""

import importlib
import re

import pytest
import schemathesis

import greenlight
from chalicelib import contract
from greenlight.domain.keys import Identity, KeyKind
from greenlight.domain.reel import NewReel
from greenlight.services.products import NewProduct
from tests.e2e.people import SCRIPT
from tests.functions.conftest import forget_services
from tests.functions.openapi.gateway import gateway
from tests.functions.stage.services import MemoryStage
from tests.functions.stage.workshop import Workshop
from tests.support import openapi
from tests.support.sample_files import small_portrait

app = importlib.import_module("app")
TAGS = sorted({entry.tag for entry in contract.OPERATIONS})
BACKEND = Identity("acme", None, "ci")
BOTTLE = NewProduct("Steel bottle", "Keeps water cold for 24 hours.", "kitchen", 29.0, product_id="product-123")
PRINTABLE = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")
NOBODYS_KEY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def stage(settings, monkeypatch):
    monkeypatch.setenv("WEBHOOK_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("CONCURRENT_PRODUCTIONS", "0")
    stage = MemoryStage()
    forget_services()
    monkeypatch.setattr(greenlight, "bootstrap", stage)
    stage.products().create(BACKEND, None, BOTTLE)
    yield stage
    forget_services()


class Adjusted:
    """Half of all generated ids of reels become those of one that exists; the key in use is spared."""

    def __init__(self, stage, key_id):
        self.stage, self.key_id = stage, key_id
        self.reels = {}

    def path_parameters(self, operation, path_parameters):
        for name in set(path_parameters or {}) & {"reel_id", "job_id"}:
            generated = str(path_parameters[name])
            if len(generated) == 36 and generated[0] in "01234567":
                path_parameters[name] = self.existing(operation, over=name == "job_id")
        return path_parameters

    def before_call(self, case):
        # Ids from earlier answers are asked for again, and the key that asks must stay.
        if case.path_parameters and case.path_parameters.get("key_id") == self.key_id:
            case.path_parameters["key_id"] = NOBODYS_KEY
        # A key that came with another body before would be refused for that alone.
        if PRINTABLE.fullmatch((case.headers or {}).get("Idempotency-Key", "")):
            case.headers["Idempotency-Key"] = self.stage.twins.ids.uuid()

    def existing(self, operation, *, over):
        if operation not in self.reels:
            reel = self.stage.reels().create(BACKEND, "alice", NewReel(image=small_portrait(), script=SCRIPT))
            if over:
                self.stage.reels().cancel(BACKEND, reel.production_id)
            self.reels[operation] = reel.production_id
        return self.reels[operation]


@pytest.mark.real
@pytest.mark.parametrize("tag", TAGS)
def test_every_answer_is_one_that_the_document_describes(stage, tag):
    key, secret = stage.keys().create("acme", "ci", KeyKind.SERVICE)
    serve = gateway(app.handler, Workshop(stage).between_requests)
    schema = schemathesis.openapi.from_wsgi("/openapi.json", serve, config=openapi.config())
    schema.config.headers = {"Authorization": f"Bearer {secret}"}
    adjusted = Adjusted(stage, key.key_id)

    @schema.hook
    def map_path_parameters(context, path_parameters):
        return adjusted.path_parameters(context.operation.label, path_parameters)

    with openapi.before_each_call(adjusted.before_call):
        labels, wrong = openapi.asked(schema, tag=tag)
    assert labels == {f"{entry.method} {entry.path}" for entry in contract.OPERATIONS if entry.tag == tag}
    assert not wrong, "\n\n".join(wrong)
