"""Progress as an `EventSource` hears it: all of it, once, in order, over a connection that keeps breaking."""

import json
import time
from datetime import timedelta

import pytest
from requests_sse import EventSource, InvalidStatusCodeError

from tests.e2e.people import PATIENCE, Person
from tests.support.cutting_proxy import CuttingProxy


@pytest.fixture(scope="module")
def anna(stack):
    return Person(stack.base_url, stack.service_key)


def path_of(reel):
    return f"/api/v1/jobs/{reel['id']}/events"


def heard_by(person, reel, base_url=None, each=lambda event: None):
    """Everything that an `EventSource` hears until the API tells it that there will be nothing more."""
    url = (base_url or person.base_url) + path_of(reel)
    heard = []
    until = time.monotonic() + PATIENCE

    def reconnecting():
        assert time.monotonic() < until, heard

    with pytest.raises(InvalidStatusCodeError) as ended:  # noqa: PT012
        headers = {"Authorization": f"Bearer {person.key}"}
        with EventSource(
            url, headers=headers, timeout=120, reconnection_time=timedelta(0), on_error=reconnecting
        ) as source:
            for event in source:
                heard.append((event.last_event_id, event.type, json.loads(event.data)))
                each(event)
    assert ended.value.status_code == 204
    return heard


def test_a_client_that_is_cut_off_after_each_event_hears_every_event_once(stack, anna):
    reel = anna.created()

    def approve(event):
        if event.type == "status" and "awaiting_approval" in event.data:
            assert anna.act(reel, "approve-script", revision=reel["revision"]).status_code == 200

    with CuttingProxy(stack.base_url) as proxy:
        heard = heard_by(anna, reel, proxy.url, approve)
    ids = [event_id for event_id, _, _ in heard]
    assert ids == sorted(set(ids))
    # Each answer was cut after one event, and the client went on from there; the last answer says that it is over.
    assert proxy.asked == [None, *ids]
    assert heard == heard_by(anna, reel)
    types = [data["type"] for _, _, data in heard]
    assert (types[0], types[1], types[-1]) == ("reel.awaiting_approval", "reel.approved", "reel.completed")
    assert {name for _, name, _ in heard} == {"status", "progress"}
    progress = [data["progress"] for _, name, data in heard if name == "progress"]
    assert progress == sorted(progress)


@pytest.fixture(scope="module")
def over(anna):
    reel = anna.created()
    assert anna.act(reel, "cancel").status_code == 200
    return reel


def asked(person, reel, last):
    return person.ask("GET", path_of(reel), headers={"Last-Event-ID": last})


@pytest.mark.parametrize("last", ["x", "1", "9" * 5_000, "00000001.00, 00000002.00", "\u00e9", "99999999.99"])
def test_an_id_that_was_never_given_out_is_refused_in_words(anna, over, last):
    answer = asked(anna, over, last.encode())
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["field"] == "Last-Event-ID"


def test_an_id_from_before_the_first_event_hears_all(anna, over):
    assert asked(anna, over, "00000000.00").text == anna.ask("GET", path_of(over)).text


def test_an_id_of_another_job_shows_nothing_of_it(anna, over):
    other = anna.created()
    (last,) = {event_id for event_id, _, _ in heard_by(anna, over)[-1:]}
    assert other["id"] not in asked(anna, over, last).text
    anna.act(other, "cancel")


def test_another_tenant_hears_nothing_whatever_id_it_sends(stack, over):
    rival = Person(stack.base_url, stack.invoke("CreateServiceKeyFunction", {"account_id": "others"})["key"])
    for last in ("00000000.00", "00000001.00", "99999999.99", "x"):
        assert asked(rival, over, last).status_code in {400, 404}
    assert asked(rival, over, "00000001.00").status_code == 404
