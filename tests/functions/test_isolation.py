"""Nobody learns anything about what is somebody else's: every route is asked with ids that are not the asker's."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from greenlight.domain.keys import KeyKind
from tests.adapters.test_stores import reel
from tests.functions.calls import Api, on_both
from tests.support.isolation import (
    CHATS,
    FOR_SERVICE_KEYS,
    Owner,
    Route,
    leading_to_objects,
    make_one_of_each,
    nobodys,
    routes,
)


@pytest.fixture
def walk(api: Api, webhook_queue: None) -> "Walk":
    for account, user in (("acme", "bob"), ("rivals", "alice")):
        api.keys[f"{account}/{user}"] = api.stage.keys().create(account, "phone", KeyKind.USER, user)[1]
    return Walk(api)


class Walk:
    """One object of each kind, all of them alice's, and all routes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        document = api("GET", "/openapi.json")[1]
        self.routes = list(routes(document))
        self.document = document
        asking, hook = (self.asking("alice"), self.asking("acme")), "https://93.184.216.34/hook"
        owner = Owner(*asking, self.stored_reel, hook, self.until_written, self.until_made)
        self.ids = make_one_of_each(owner, document)

    def asking(self, key):
        def ask(method, path, body):
            status, answer, _ = self.api(method, path, key=key, body=body)
            assert status < 300, answer
            return answer

        return ask

    def stored_reel(self) -> str:
        made, stage = reel(), self.api.stage
        made.portrait = replace(made.portrait, uri=stage.media().uri("productions/p.png"))
        stage.productions().add(made)
        return made.production_id

    def until_written(self, token: str) -> None:
        """What the workflow does, which nobody runs here."""
        script_id = self.api.stage.scripts().tokens.script_id(token)
        assert script_id
        self.api.stage.script_steps().write(script_id)

    def until_made(self, task_id: str) -> None:
        stage = self.api.stage
        stage.scenario_steps().write(task_id)
        stage.lifecycle(stage.answering_workflows()).finish(task_id)

    def ask(self, route: Route, ids, key=None, **headers):
        return self.api(route.method, route.at(ids), key=key, body=route.body, headers=headers)

    def leading_to_objects(self) -> Iterator[Route]:
        return leading_to_objects(self.document)


# An answer of these takes time, or refuses what is not made yet.
NOT_JUST_SHOWN = ("/events", "/video", "/export", "/{filename}")
STRANGERS = ["rivals", "rivals/alice", "acme/bob"]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_is_somebody_elses_is_not_found_on_any_route(walk, stranger):
    answered = {}
    for route in walk.leading_to_objects():
        wanted = 403 if "/" in stranger and route.path.startswith(FOR_SERVICE_KEYS) else 404
        for headers in ({}, {"if-match": '"77"', "idempotency-key": route.path, "last-event-id": "00000001.00"}):
            status = walk.ask(route, walk.ids, stranger, **headers)[0]
            if status != wanted:
                answered[route.method, route.path] = status
    assert answered == {}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_an_id_that_exists_is_answered_like_one_that_does_not(walk, stranger):
    unknown = nobodys(walk.ids)
    for route in walk.leading_to_objects():
        told = [json.dumps(walk.ask(route, ids, stranger)[1]) for ids in (walk.ids, unknown)]
        for lead, made in walk.ids.items():
            told[0] = told[0].replace(made, unknown[lead])
        assert told[0] == told[1], route.path


def test_an_id_of_ones_own_leads_to_nothing_of_somebody_elses(walk):
    """Both parts of a path must be the asker's: a delivery is of a webhook, and not of another account's."""
    mine = walk.asking("rivals")("POST", "/api/v1/webhooks", {"url": "https://93.184.216.34/", "events": ["*"]})
    ids = walk.ids | {"/api/v1/webhooks/{webhook_id}": mine["id"]}
    nested = [route for route in walk.leading_to_objects() if len(route.leads) > 1]
    assert nested
    for route in nested:
        assert walk.ask(route, ids, "rivals")[0] == 404, route.path


@on_both
def test_nothing_that_a_stranger_asked_for_happened(walk):
    def shown():
        gets = [route for route in walk.leading_to_objects() if route.method == "GET"]
        own = [r for r in gets if not r.path.endswith(NOT_JUST_SHOWN) and not r.path.startswith(FOR_SERVICE_KEYS)]
        told = json.dumps([walk.ask(route, walk.ids, "alice")[:2] for route in own])
        # A link is signed anew each time.
        return re.sub(r'\?[^"]*', "", told)

    before = shown()
    for stranger in STRANGERS:
        for route in walk.leading_to_objects():
            walk.ask(route, walk.ids, stranger)
    assert shown() == before
    assert all(status == 200 for status, _ in json.loads(before))


def test_without_a_key_no_route_says_more_than_that_one_is_missing(walk):
    for route in walk.routes:
        ids = walk.ids | {CHATS: "chat"}
        for key in (None, "gl_service_nonsense"):
            status, body, headers = walk.ask(route, ids, key)
            assert (status, headers["www-authenticate"]) == (401, "Bearer"), route.path
            assert route.method == "HEAD" or body["code"] == "unauthenticated", route.path


def test_a_stranger_lists_nothing_of_somebody_elses(walk):
    lists = [route for route in walk.routes if route.method == "GET" and not route.leads]
    for route in lists:
        for stranger in ("rivals", "rivals/alice"):
            status, body, _ = walk.ask(route, walk.ids, stranger)
            assert status in {200, 403}, route.path
            assert not set(walk.ids.values()) & set(json.dumps(body).split('"')), route.path
