"""The documented flow of reels against the whole stack, by plain HTTP."""

import io
from concurrent.futures import ThreadPoolExecutor

import av
import pytest
import requests

from tests.e2e.people import SCRIPT, Person


@pytest.fixture(scope="module")
def anna(stack):
    return Person(stack.base_url)


@pytest.fixture(scope="module")
def finished(anna):
    """One reel made as the documentation tells it, for everybody who only looks."""
    reel = anna.created(use_rewrite="true", tone="friendly")
    again = anna.act(reel, "regenerate-script", tone="energetic").json()
    seen = {"revision": again["revision"], "max_amount": again["estimate"]["amount"]}
    approved = anna.act(again, "approve-script", **seen).json()
    assert (approved["status"], approved["script_approved"]) == ("processing", True)
    return anna.wait_for(approved, "done")


def test_a_new_reel_waits_with_its_rewritten_script_and_a_price(anna):
    reel = anna.created(use_rewrite="true", tone="professional")
    assert reel["status"] == "script_pending_approval"
    assert reel["original_script"] == SCRIPT
    assert reel["final_script"] != SCRIPT
    assert reel["estimate"]["amount"] == pytest.approx(sum(line["amount"] for line in reel["estimate"]["lines"]))
    assert {line["what"] for line in reel["estimate"]["lines"]} == {"text_to_speech", "talking_head", "media"}


def test_the_finished_video_is_what_the_contract_promises(finished):
    content = requests.get(finished["video_url"], timeout=120)
    assert content.headers["Content-Type"] == "video/mp4"
    assert "reel-" in content.headers["Content-Disposition"]
    with av.open(io.BytesIO(content.content)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert picture.average_rate == 25
        seconds = {stream.type: float(stream.duration * stream.time_base) for stream in (picture, sound)}
    assert seconds["video"] == pytest.approx(seconds["audio"], abs=0.2)
    assert finished["duration"] == pytest.approx(seconds["video"], abs=0.2)
    assert finished["facts"]["loudness_lufs"] == pytest.approx(-16, abs=1)


def test_every_link_of_a_finished_reel_opens_in_ranges(finished):
    links = ("image_url", "audio_url", "video_url", "captions_url", "thumbnail_url", "contact_sheet_url")
    for name in links:
        answer = requests.get(finished[name], headers={"Range": "bytes=0-9"}, timeout=120)
        assert (answer.status_code, len(answer.content)) == (206, 10), name


def test_the_captions_hold_the_words_that_were_approved(finished):
    text = requests.get(finished["captions_url"], timeout=120).content.decode()
    assert text.startswith("WEBVTT")
    for word in finished["final_script"].split()[:5]:
        assert word in text


def test_a_finished_reel_shows_its_cost_and_full_progress(finished):
    assert finished["progress"] == 100
    assert 0 < finished["cost"]["actual"] <= finished["cost"]["estimated"] * 1.5
    assert finished["error"] is None
    assert finished["completed_at"] is not None


def test_paths_without_a_slash_at_the_end_are_the_same_routes(anna):
    reel = anna.created()
    assert anna.ask("GET", f"/api/reels/{reel['id']}").json()["id"] == reel["id"]
    assert anna.ask("GET", "/api/reels").json()["items"][0]["id"] == reel["id"]
    assert anna.ask("POST", f"/api/reels/{reel['id']}/rewrite-script").status_code == 200


def test_an_approval_by_twenty_clients_at_once_is_one_workflow_and_one_bill(stack):
    busy = Person(stack.base_url, stack.service_key)
    busy.ask("POST", "/api/v1/credits/grants", json={"user_id": "crowd", "amount": 1})
    reel = busy.created(user_id="crowd")
    with ThreadPoolExecutor(20) as crowd:
        answers = list(
            crowd.map(lambda _: Person(stack.base_url, stack.service_key).act(reel, "approve-script"), range(20))
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    done = busy.wait_for(reel, "done")
    ledger = busy.ask("GET", "/api/v1/credits/ledger?user_id=crowd").json()["items"]
    assert [entry["movement"] for entry in ledger if entry["job_id"] == done["id"]] == ["settle", "hold"]
    executions = stack.client("stepfunctions").list_executions(stateMachineArn=stack.deployed.outputs["MakeReelArn"])
    assert sum(e["name"].startswith(done["id"]) for e in executions["executions"]) == 1


def test_an_approval_of_an_older_revision_or_price_is_refused_with_the_current_one(anna):
    reel = anna.created()
    current = anna.act(reel, "regenerate-script").json()
    stale = anna.act(reel, "approve-script", revision=reel["revision"])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_revision")
    dear = anna.act(reel, "approve-script", max_amount=0.000001)
    assert (dear.status_code, dear.json()["code"]) == (409, "price_changed")
    for refusal in (stale.json(), dear.json()):
        assert refusal["revision"] == current["revision"] == 2
        assert refusal["estimate"] == current["estimate"]
        assert refusal["amount"] == current["estimate"]["amount"]


def test_regenerating_deleting_and_approving_again_are_refused_while_processing(anna):
    reel = anna.approved(script="One more short film, with a few other words in it, to keep the machines busy.")
    assert anna.act(reel, "regenerate-script").status_code == 409
    assert anna.ask("DELETE", f"/api/reels/{reel['id']}/").status_code == 409
    assert anna.act(reel, "approve-script").status_code == 409
    assert anna.act(reel, "generate-video").status_code == 409
    anna.wait_for(reel, "done")
    assert anna.act(reel, "approve-script").status_code == 409


def test_generating_an_unapproved_reel_is_refused(anna):
    assert anna.act(anna.created(), "generate-video").status_code == 409


def test_an_edit_by_hand_is_bound_to_the_revision_that_was_seen(anna):
    reel = anna.created()
    path = f"/api/reels/{reel['id']}/"
    edited = anna.ask("PATCH", path, json={"final_script": "Edited by hand."}, headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.headers["ETag"]) == (200, '"2"')
    stale = anna.ask("PATCH", path, json={"final_script": "Too late."}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_revision")
    assert stale.json()["estimate"] == edited.json()["estimate"]


def test_an_earlier_version_is_restored_word_for_word(anna):
    reel = anna.created(use_rewrite="true")
    restored = anna.act(reel, "regenerate-script", restore_version=1).json()
    assert restored["final_script"] == SCRIPT
    assert [version["origin"] for version in restored["script_versions"]] == ["original", "rewrite", "restore"]


def test_a_cancelled_reel_gives_back_what_was_held_and_can_be_made_later(stack):
    payer = Person(stack.base_url, stack.service_key)
    payer.ask("POST", "/api/v1/credits/grants", json={"user_id": "frugal", "amount": 1})
    before = payer.ask("GET", "/api/v1/credits?user_id=frugal").json()["balance"]
    reel = payer.approved(user_id="frugal", script="A film that somebody thinks better of, halfway through its making.")
    assert payer.act(reel, "cancel").json()["status"] == "cancelled"
    after = payer.ask("GET", "/api/v1/credits?user_id=frugal").json()
    assert (after["balance"], after["held"]) == (before, 0)
    assert payer.act(reel, "generate-video").status_code == 200
    payer.wait_for(reel, "done")


def test_deleting_a_reel_takes_its_media_away(anna, stack):
    reel = anna.created()
    assert anna.ask("DELETE", f"/api/reels/{reel['id']}/").status_code == 204
    assert anna.ask("GET", f"/api/reels/{reel['id']}/").status_code == 404
    assert requests.get(reel["image_url"], timeout=120).status_code == 404


def test_the_same_wish_is_made_once(anna, finished, stack):
    script = finished["final_script"]
    again = anna.wait_for(anna.approved(script=script), "done")
    first, second = (requests.get(made["video_url"], timeout=120) for made in (finished, again))
    assert first.content == second.content


def test_each_state_change_is_in_the_table_with_its_event(stack, finished):
    table = stack.client("dynamodb")
    items = table.query(
        TableName=stack.deployed.outputs["TableName"],
        KeyConditionExpression="pk = :pk AND begins_with(sk, :event)",
        ExpressionAttributeValues={":pk": {"S": f"P#{finished['id']}"}, ":event": {"S": "EVENT#"}},
    )["Items"]
    types = [item["body"]["S"].split('"')[3] for item in items]
    assert types[0] == "reel.awaiting_approval"
    assert types[-1] == "reel.completed"
    assert finished["final_script"] not in "".join(item["body"]["S"] for item in items)
