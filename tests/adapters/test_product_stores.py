"""Products, shorts and chats: the memory twins and the table keep the same promises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from greenlight import memory
from greenlight.aws.dynamodb_productions import DynamoProductions
from greenlight.aws.dynamodb_products import DynamoProducts
from greenlight.aws.dynamodb_shorts import DynamoShorts
from greenlight.domain.cursors import Cursors
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.errors import ConcurrentChange, Invalid
from greenlight.domain.films import FilmConfig
from greenlight.domain.products import Product, ProductImage
from greenlight.domain.scenario import Scenario, ScenarioEngines
from greenlight.domain.scenario_writing import ProductFacts, ScenarioRequest
from greenlight.domain.script import Script
from greenlight.domain.script_video import ScriptVideo
from greenlight.domain.script_writing import ScriptScene, ScriptText
from tests.support.aws import CREDENTIALS, aws, one_call_at_a_time, table

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CURSORS = Cursors(lambda: b"pepper")


@dataclass
class Stores:
    productions: Any
    products: Any
    shorts: Any


@pytest.fixture(params=["memory", "aws"])
def stores(request, monkeypatch) -> Iterator[Stores]:
    if request.param == "memory":
        productions = memory.MemoryProductions(memory.MemoryCredits(1_000_000))
        yield Stores(productions, memory.MemoryProducts(), memory.MemoryShorts(productions))
        return
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        kept = one_call_at_a_time(table())
        yield Stores(DynamoProductions(kept, CURSORS), DynamoProducts(kept, CURSORS), DynamoShorts(kept, CURSORS))


def product(product_id="product-1", user_id=None, **changes) -> Product:
    image = ProductImage("i", "s3://media/products/i", "0" * 64, "image/png")
    fields = {"name": "Flasche für Öl", "description": "Kühl.", "category": "", "price": 29.5, "currency": "EUR"}
    times = {"created_at": NOW, "updated_at": NOW}
    return Product(product_id, "acme", user_id, **{**fields, **times, "images": (image,), **changes})


def production(kind, **fields) -> Any:
    base = {"account_id": "acme", "user_id": "alice", "created_at": NOW, "updated_at": NOW, "approve_by": NOW}
    return kind(**base, **fields)


def script(script_id="s-1", chat_id="chat", **fields) -> Any:
    engines, config = StoryboardEngines("storyboard_card", "hibari"), FilmConfig("heart")
    about = {"topic": "Calm", "angle": "story", "seconds": 30, "language": "en-US"}
    fields = {**about, "config": config, "engines": engines, "chat_id": chat_id, **fields}
    return production(Script, production_id=script_id, **fields)


def scenario(scenario_id, short_id="short-1", user_id="alice", at=NOW) -> Any:
    request = ScenarioRequest(ProductFacts("Bottle", "Cold."), "product-demo", "calm", 15, "720:1280", "en-US", "heart")
    text = memory.MemoryScenarioWriter().draft(request, None, (), lambda: True)
    made = production(
        Scenario,
        production_id=scenario_id,
        product_id="product-1",
        product=ProductFacts("Bottle", "Cold."),
        image=None,
        style="product-demo",
        mood="calm",
        video_length=15,
        resolution="720:1280",
        language="en-US",
        voice="heart",
        engines=ScenarioEngines("rules", "storyboard_card"),
        short_id=short_id,
        text=text,
    )
    made.user_id, made.created_at = user_id, at
    return made


# -- products --------------------------------------------------------------------------------------------------------
def test_a_product_comes_back_as_it_was_written(stores):
    assert stores.products.add(product())
    assert stores.products.get("acme", "product-1") == product()
    assert stores.products.get("rivals", "product-1") is None


def test_a_product_id_is_taken_once_an_account(stores):
    assert stores.products.add(product())
    assert not stores.products.add(product(name="Another"))
    assert stores.products.get("acme", "product-1").name == "Flasche für Öl"


def test_of_two_changes_to_the_same_revision_one_is_kept(stores):
    stores.products.add(product())
    first, second = (product().changed(NOW, name=name) for name in ("First", "Second"))
    assert stores.products.save(first)
    assert not stores.products.save(second)
    assert stores.products.get("acme", "product-1").name == "First"


def test_a_user_lists_their_own_products_and_those_of_everybody_newest_first(stores):
    for n, user in enumerate([None, "alice", "bob", "alice"]):
        stores.products.add(product(f"p-{n}", user, created_at=NOW + timedelta(minutes=n)))
    page = stores.products.page("acme", user_id="alice", limit=2, cursor=None)
    rest = stores.products.page("acme", user_id="alice", limit=2, cursor=page.next_cursor)
    assert [found.product_id for found in [*page.items, *rest.items]] == ["p-3", "p-1", "p-0"]
    assert rest.next_cursor is None
    with pytest.raises(Invalid):
        stores.products.page("acme", user_id="bob", limit=2, cursor=page.next_cursor)


def test_a_deleted_product_is_gone(stores):
    stores.products.add(product())
    stores.products.delete(product())
    assert stores.products.get("acme", "product-1") is None
    assert stores.products.page("acme", user_id=None, limit=5, cursor=None).items == []


# -- shorts ----------------------------------------------------------------------------------------------------------
def completed(stores, made: Scenario, at: datetime) -> None:
    made.ask_for_text(at)
    made.held = 0
    made.movements.clear()
    stores.productions.add(made)
    made.start(at)
    made.cost = 0
    made.finish(at)
    made.movements.clear()
    stores.productions.save(made)


def test_a_short_is_written_as_its_scenario_completes_and_has_the_latest(stores):
    completed(stores, scenario("t-1"), NOW)
    assert stores.shorts.get("acme", "short-1").scenario_id == "t-1"
    completed(stores, scenario("t-2"), NOW + timedelta(hours=1))
    short = stores.shorts.get("acme", "short-1")
    assert (short.scenario_id, short.created_at, short.updated_at) == ("t-2", NOW, NOW + timedelta(hours=1))
    assert stores.shorts.get("rivals", "short-1") is None


def test_shorts_are_listed_by_user_newest_first(stores):
    for n, user in enumerate(["alice", "bob", "alice"]):
        completed(stores, scenario(f"t-{n}", f"short-{n}", user), NOW + timedelta(minutes=n))
    assert [s.short_id for s in stores.shorts.page("acme", user_id="alice", limit=5, cursor=None).items] == [
        "short-2",
        "short-0",
    ]
    page = stores.shorts.page("acme", user_id=None, limit=1, cursor=None)
    following = stores.shorts.page("acme", user_id=None, limit=5, cursor=page.next_cursor)
    assert [s.short_id for s in [*page.items, *following.items]] == ["short-2", "short-1", "short-0"]


# -- scripts and chats -----------------------------------------------------------------------------------------------
def test_a_script_and_its_film_come_back_as_they_were_written(stores):
    made = script(scenes=[ScriptScene("Ein Satz.", "Ein Ort", "Ort", 4.0)], title="Orte", revision=1)
    stores.productions.add(made)
    found = stores.productions.get("s-1")
    assert (found.text, found.config, found.films) == (made.text, made.config, {})
    film = production(
        ScriptVideo,
        production_id="v-1",
        prompt="Calm",
        seconds=4.0,
        style="cinematic",
        engines=made.engines,
        aspect_ratio="16:9",
        voice="heart",
        script_id="s-1",
        quality="high",
        chat_id="chat",
    )
    film.film(made, NOW)
    film.movements.clear()
    stores.productions.add(film)
    found = stores.productions.get("v-1")
    assert (found.scenes, found.size, found.stage) == (film.scenes, (1920, 1080), "draw")


def test_a_chat_counts_what_it_is_told_by_whoever_is_part_of_it(stores):
    first, second, other = script("s-1"), script("s-2"), script("s-3", "another")
    for made in (first, second, other):
        made.ask_for_text(NOW)
        stores.productions.add(made)
    first.start(NOW)
    stores.productions.save(first)
    told = stores.productions.chat("acme", "chat")
    assert [(event.number, event.production_id) for event in told] == [(1, "s-1"), (2, "s-2"), (3, "s-1")]
    assert stores.productions.chat("acme", "chat", after=2) == told[2:]
    assert stores.productions.chat("rivals", "chat") == []


def test_what_is_part_of_no_chat_is_told_to_none(stores):
    made = script(chat_id=None)
    made.ask_for_text(NOW)
    stores.productions.add(made)
    assert stores.productions.chat("acme", "") == []


def test_a_write_that_was_overtaken_is_not_told(stores):
    made = script()
    made.ask_for_text(NOW)
    stores.productions.add(made)
    late = stores.productions.get("s-1")
    made.start(NOW)
    stores.productions.save(made)
    late.start(NOW)
    with pytest.raises(ConcurrentChange):
        stores.productions.save(late)
    assert [event.number for event in stores.productions.chat("acme", "chat")] == [1, 2]


def test_many_who_tell_a_chat_at_once_leave_no_gap_and_no_doubles(stores):
    def tell(n: int) -> None:
        made = script(f"s-{n}")
        made.ask_for_text(NOW)
        stores.productions.add(made)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tell, range(12)))
    told = stores.productions.chat("acme", "chat")
    assert [event.number for event in told] == list(range(1, 13))
    assert {event.production_id for event in told} == {f"s-{n}" for n in range(12)}


def test_a_text_that_is_taken_twice_is_told_once(stores):
    made = script()
    made.ask_for_text(NOW)
    stores.productions.add(made)
    made.start(NOW)
    for _ in range(2):
        made.take_text(ScriptText("Orte", (ScriptScene("Ein Satz.", "Ein Ort", "", 4.0),)), NOW)
    stores.productions.save(made)
    assert [event.name for event in stores.productions.chat("acme", "chat") if event.name] == ["script.completed"]
