"""The deployed API against its own document: each operation is asked once, by its example or by an id of nothing.

What the document says is tried in full, with generated requests, in tests/functions/openapi.
"""

import re

import pytest
import schemathesis

from chalicelib import contract
from tests.e2e.people import Person
from tests.support import openapi

CHAT = "told-already"
NOTHING = "00000000-0000-4000-8000-000000000000"
NAMED = {"token": "A" * 43, "filename": f"{NOTHING}.mp4", "chatID": CHAT, "product_id": "nothing"}


@pytest.fixture(scope="module")
def schema(stack):
    schema = schemathesis.openapi.from_url(f"{stack.base_url}/openapi.json", config=openapi.config())
    schema.config.headers = {"Authorization": f"Bearer {stack.service_key}"}
    schema.config.phases.update(phases=["examples"])
    schema.config.workers = 4
    # A chat in which something happened, whose events come at once; of one that is empty an answer takes 25 s.
    asked = {"topic": "Calm places", "duration": 10, "chatID": CHAT}
    assert Person(stack.base_url, stack.service_key).ask("POST", "/api/generate_scripts", json=asked).status_code == 202
    return schema


def test_what_the_gateway_hands_on_is_what_the_document_describes(schema):
    labels, wrong = openapi.asked(schema)
    assert not wrong, "\n\n".join(wrong)
    for entry in contract.OPERATIONS:
        if f"{entry.method} {entry.path}" not in labels:
            _ask_once(schema[entry.path][entry.method])


def _ask_once(operation):
    names = re.findall(r"{(\w+)}", operation.path)
    numbered = operation.path.startswith("/api/v2/")
    ids = {name: NAMED.get(name) or (1 if numbered else NOTHING) for name in names}
    case = operation.Case(path_parameters=ids)
    case.call_and_validate(headers=operation.schema.config.headers, timeout=45)
