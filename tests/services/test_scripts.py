"""Scripts: three variations, edited, confirmed at a price, and filmed; what their chat is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from greenlight.domain.errors import (
    InsufficientCredits,
    Invalid,
    InvalidTransition,
    NotFound,
    PriceChanged,
    StaleRevision,
)
from greenlight.domain.keys import Identity
from greenlight.domain.script import NewScripts
from greenlight.domain.script_tokens import ScriptTokens
from greenlight.domain.script_writing import ANGLES, ScriptScene, ScriptText
from greenlight.domain.status import Status
from greenlight.domain.writing import WriterFailed
from tests.support.backend import ALICE
from tests.support.scripts import CONFIG, Desk

EVERYTHING = 10_000_000
# Two pictures, two narrations, ten seconds.
OWN = ScriptText("My own", (ScriptScene("One line of my own.", "A desk", "Mine", 4.0),))
BOB = Identity("acme", "bob", "key-b")
RIVAL = Identity("rivals", None, "key-r")


@pytest.fixture
def desk() -> Desk:
    return Desk()


# -- writing ---------------------------------------------------------------------------------------------------------
def test_a_topic_becomes_one_script_for_each_angle(desk):
    scripts = desk.written()
    assert [script.angle for script in scripts] == list(ANGLES)
    assert [script.status for script in scripts] == [Status.AWAITING_APPROVAL] * 3
    assert len({script.title for script in scripts}) == 3
    assert desk.backend.credits.entries == []


def test_who_waits_for_scripts_gets_them_as_soon_as_the_last_one_is_there(desk):
    scripts = desk.asked()
    desk.meanwhile += [lambda script=script: desk.script_steps.write(script.production_id) for script in scripts]
    assert all(script.is_written for script in desk.scripts.written(scripts))
    assert desk.meanwhile == []


def test_who_waits_in_vain_is_told_how_far_they_are(desk):
    assert [script.is_written for script in desk.scripts.written(desk.asked())] == [False] * 3


def test_a_script_that_cannot_be_written_says_why_and_holds_up_no_other(desk):
    desk.pens.failures["explainer"] = WriterFailed("writer_refused", "The writer refused this text.")
    story, explainer, _ = desk.written()
    assert (story.status, explainer.status) == (Status.AWAITING_APPROVAL, Status.FAILED)
    assert explainer.error.message == "The writer refused this text."
    with pytest.raises(InvalidTransition, match="was not written"):
        desk.confirm(explainer)
    with pytest.raises(Exception, match="The writer refused this text"):
        desk.scripts.refuse_unwritten_ones([story, explainer])


def test_a_script_that_is_written_is_not_written_anew_by_a_workflow_that_starts_again(desk):
    (story, *_) = desk.written()
    desk.script_steps.write(story.production_id)
    assert len(desk.pens.requests) == 3
    assert desk.script(story).revision == 1


def test_a_language_that_the_writer_does_not_write_is_refused_with_those_that_it_does(desk):
    german = NewScripts("Ruhige Orte", 30, "de-DE", CONFIG)
    with pytest.raises(Invalid, match="it writes en-US, en-GB"):
        desk.scripts.create(ALICE, "alice", german)
    assert desk.backend.productions.stored == {}


def test_a_written_script_needs_no_workflow(desk):
    (story, *_) = desk.written()
    before = len(desk.backend.workflows.started)
    desk.backend.workflows.running.clear()
    desk.backend.lifecycle.reconcile(everything=True)
    assert len(desk.backend.workflows.started) == before
    assert desk.script(story).status is Status.AWAITING_APPROVAL


def test_a_script_whose_writing_was_lost_is_written_by_another_workflow(desk):
    (story, *_) = desk.asked()
    desk.backend.workflows.running.clear()
    desk.backend.clock.forward(timedelta(minutes=11))
    assert desk.backend.lifecycle.reconcile()["restarted"] == 3
    assert desk.script(story).has_workflow


# -- tokens ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("stranger", [BOB, RIVAL])
def test_a_token_opens_nothing_for_a_stranger(desk, stranger):
    (story, *_) = desk.written()
    with pytest.raises(NotFound):
        desk.scripts.get(stranger, desk.token(story))


def test_a_script_is_not_found_by_its_id_or_by_a_token_that_was_tampered_with(desk):
    (story, *_) = desk.written()
    token = desk.token(story)
    other = "B" if token[-2] == "A" else "A"
    forged = [
        story.production_id,
        token[:-2] + other + token[-1],
        token[:-1],
        token + "=",
        token + "A",
        "",
        "é",
        "A" * 43,
    ]
    forged.append(ScriptTokens(lambda: b"another pepper").of(story.production_id))
    for wrong in forged:
        with pytest.raises(NotFound):
            desk.scripts.get(ALICE, wrong)


# -- editing ---------------------------------------------------------------------------------------------------------
def test_an_edit_is_a_new_revision_and_takes_the_confirmation_away(desk):
    (story, *_) = desk.written()
    desk.confirm(story)
    edited = desk.scripts.edit(ALICE, desk.token(story), OWN)
    assert (edited.revision, edited.title, edited.status) == (2, "My own", Status.AWAITING_APPROVAL)
    assert edited.approval is None


def test_an_edit_of_an_older_revision_is_refused(desk):
    (story, *_) = desk.written()
    desk.scripts.edit(ALICE, desk.token(story), OWN, if_match=1)
    with pytest.raises(StaleRevision):
        desk.scripts.edit(ALICE, desk.token(story), OWN, if_match=1)


def test_a_scene_too_short_for_its_words_is_refused_with_the_length_that_would_do(desk):
    (story, *_) = desk.written()
    scenes = (
        OWN.scenes[0],
        ScriptScene("A good deal more than two seconds can hold of all these words.", "A", "", 2.0),
    )
    with pytest.raises(Invalid) as refused:
        desk.scripts.edit(ALICE, desk.token(story), ScriptText("T", scenes))
    (error,) = refused.value.errors
    assert error["field"] == "scenes.1.narration"
    assert "make the scene" in error["message"]


def test_a_script_that_is_being_written_cannot_be_edited_or_confirmed(desk):
    (story, *_) = desk.asked()
    with pytest.raises(InvalidTransition, match="still being written"):
        desk.scripts.edit(ALICE, desk.token(story), OWN)
    with pytest.raises(InvalidTransition, match="still being written"):
        desk.confirm(story)


def test_a_script_that_nobody_confirms_expires_and_an_edit_brings_it_back(desk):
    (story, *_) = desk.written()
    desk.backend.clock.forward(timedelta(days=8))
    assert desk.backend.lifecycle.reconcile()["expired"] == 3
    with pytest.raises(InvalidTransition, match="time to confirm this script is over"):
        desk.confirm(story)
    desk.scripts.edit(ALICE, desk.token(story), OWN)
    assert desk.confirm(story).status is Status.RUNNING


# -- the green light -------------------------------------------------------------------------------------------------
def test_what_is_confirmed_is_held_for_drawn_rendered_and_paid(desk):
    (story, *_) = desk.written()
    price = story.estimate().amount
    video = desk.confirm(story, revision=1, limit=price)
    assert desk.balance() == (EVERYTHING - price, price)
    video = desk.filmed(video)
    assert video.status is Status.SUCCEEDED
    assert desk.balance() == (EVERYTHING - price, 0)
    assert video.paid == price


def test_a_film_needs_nobody_between_its_pictures_and_its_video(desk):
    video = desk.drawn_film(desk.confirm(desk.written()[0]))
    assert (video.status, video.stage) == (Status.RUNNING, "render")
    assert ("doorbell", "succeeded", "") in desk.backend.workflows.answers


def test_an_older_revision_or_a_risen_price_is_not_confirmed(desk):
    (story, *_) = desk.written()
    desk.scripts.edit(ALICE, desk.token(story), OWN)
    with pytest.raises(StaleRevision):
        desk.confirm(story, revision=1)
    with pytest.raises(PriceChanged) as refused:
        desk.confirm(story, limit=1)
    assert refused.value.facts["revision"] == 2
    assert desk.backend.credits.entries == []


def test_the_same_script_confirmed_again_is_the_same_job_and_one_bill(desk):
    (story, *_) = desk.written()
    first = desk.filmed(desk.confirm(story))
    paid = desk.balance()
    assert desk.confirm(story).production_id == first.production_id
    assert desk.balance() == paid


def test_another_way_to_film_it_or_another_text_is_another_job(desk):
    (story, *_) = desk.written()
    first, larger = desk.confirm(story), desk.confirm(story, replace(CONFIG, quality="high"))
    desk.scripts.edit(ALICE, desk.token(story), OWN)
    edited = desk.confirm(story)
    assert len({video.production_id for video in (first, larger, edited)}) == 3
    assert (first.size, larger.size) == ((1280, 720), (1920, 1080))
    assert [video.title for video in (first, edited)] == ["A story", "My own"]


def test_who_cannot_pay_begins_nothing_and_can_confirm_once_they_can(desk):
    (story, *_) = desk.written()
    desk.backend.credits.starting = 10
    with pytest.raises(InsufficientCredits):
        desk.confirm(story)
    assert desk.script(story).status is Status.AWAITING_APPROVAL
    assert [v.family for v in map(desk.backend.productions.get, desk.backend.productions.stored)] == ["script"] * 3


def test_a_picture_that_cannot_be_drawn_fails_the_film_and_a_second_confirmation_tries_again(desk):
    (story, *_) = desk.written()
    video = desk.drawn_film(desk.confirm(story), failing="draw/2.1")
    assert video.status is Status.FAILED
    assert video.error.message == "Scene 2 could not be drawn: It is too dark."
    assert desk.balance() == (EVERYTHING, 0)
    again = desk.confirm(story)
    assert again.production_id == video.production_id
    before = len(desk.backend.queue.submitted)
    again = desk.filmed(again)
    drawn = [job for job in desk.backend.queue.submitted[before:] if job.task == "text_to_image"]
    assert (again.status, len(drawn)) == (Status.SUCCEEDED, 1)
    assert again.paid == story.estimate().amount


def test_what_is_shown_over_the_picture_and_how_finely_it_moves_is_asked_of_the_media_engine(desk):
    video = desk.confirm(desk.written()[0], replace(CONFIG, quality="low", captions="burned"))
    desk.filmed(video)
    bodies = [job.params for job in desk.backend.queue.submitted if job.params.get("operation") == "scene_body"]
    assert [(body["overlay"], body["quality"], body["height"]) for body in bodies] == [
        ("Part 1", "draft", 480),
        ("Part 2", "draft", 480),
    ]


# -- films -----------------------------------------------------------------------------------------------------------
def test_a_finished_film_is_found_by_its_name_by_its_owner_alone(desk):
    video = desk.filmed(desk.confirm(desk.written()[0]))
    assert video.filename == f"a-story-{video.production_id}.mp4"
    assert desk.videos.named(ALICE, video.filename).production_id == video.production_id
    for stranger in (BOB, RIVAL):
        with pytest.raises(NotFound):
            desk.videos.named(stranger, video.filename)


def test_a_filename_is_a_name_and_no_path(desk):
    video = desk.filmed(desk.confirm(desk.written()[0]))
    name, job_id = video.filename, video.production_id
    wrong = [
        f"../{name}",
        f"a/{name}",
        f"{job_id}.mp4",
        f"A-story-{job_id}.mp4",
        f"{name}\x00",
        name[:-4],
        job_id,
        "..",
    ]
    for filename in [*wrong, "", f"{name}.mp4", name.upper(), f"..%2f{name}", "é"]:
        with pytest.raises(NotFound):
            desk.videos.named(ALICE, filename)


def test_a_film_that_is_not_finished_has_no_file(desk):
    video = desk.confirm(desk.written()[0])
    with pytest.raises(NotFound):
        desk.videos.named(ALICE, video.filename)


def test_deleting_a_job_stops_it_gives_back_what_it_held_and_leaves_the_script(desk):
    (story, *_) = desk.written()
    video = desk.confirm(story)
    desk.scripts.delete_video(ALICE, video.production_id)
    assert desk.balance() == (EVERYTHING, 0)
    with pytest.raises(NotFound):
        desk.film(video)
    assert desk.script(story).status is Status.AWAITING_APPROVAL
    assert desk.confirm(story).production_id != video.production_id


# -- chats -----------------------------------------------------------------------------------------------------------
def names(told):
    return [event.name for event in told]


def test_a_chat_is_told_of_its_scripts_and_films_in_order_and_once(desk):
    (story, *_) = desk.written()
    desk.scripts.edit(ALICE, desk.token(story), OWN)
    desk.filmed(desk.confirm(story))
    whole = desk.chats.after(ALICE, "alice", "chat", None)
    told = names(whole)
    assert told[:6] == ["script.started", "script.completed"] * 3
    assert told[6:8] == ["script.updated", "generation.progress"]
    assert set(told[8:-1]) == {"generation.progress"}
    assert told[-1] == "generation.completed"
    for place in range(len(whole)):
        assert desk.chats.after(ALICE, "alice", "chat", str(whole[place].number))[:2] == whole[place + 1 : place + 3]


def test_a_chat_shows_a_user_nothing_of_another(desk):
    desk.written()
    assert desk.chats.after(BOB, "bob", "chat", None) == []
    assert desk.chats.after(RIVAL, None, "chat", None) == []
    assert desk.chats.after(Identity("acme", None, "key-s"), None, "chat", None) != []


def test_who_follows_a_chat_waits_for_what_happens_next(desk):
    desk.meanwhile += [lambda: None, desk.written]
    assert names(desk.chats.after(ALICE, "alice", "chat", None))[0] == "script.started"


@pytest.mark.parametrize("last", ["0", "999", "-1", "abc", "1.0", "00000001.00", "9" * 11])
def test_an_id_that_a_chat_never_gave_out_is_refused(desk, last):
    desk.written()
    with pytest.raises(Invalid):
        desk.chats.after(ALICE, "alice", "chat", last)
