"""The routes of scripts that backends call: a topic becomes three scripts, one is edited and filmed."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.film_views import JOB_STATUSES, JobList, JobQuery, JobView, job_shown, job_word
from chalicelib.script_views import (
    GenerateScripts,
    GenerateVideo,
    ScriptEdit,
    ScriptView,
    TokensView,
    asked_for,
    edited,
    script_shown,
    wished,
)
from greenlight.domain.money import micro_usd
from greenlight.domain.scopes import Scope
from greenlight.domain.script import Script
from greenlight.domain.script_video import ScriptVideo
from greenlight.observability import about
from greenlight.ports import Page

blueprint = Blueprint(__name__)
SCRIPT = "/api/script/{token}"
JOB = "/api/job/{job_id}"
# Seconds after which a script that is being written is asked for again.
RETRY = 1


def token_of(script: Script) -> str:
    return services.scripts().tokens.of(script.production_id)


def shown(script: Script) -> ScriptView:
    return script_shown(script, token_of(script))


def answer_of(script: Script) -> Answer:
    return Answer(shown(script), headers={"ETag": f'"{script.revision}"'})


def job_of(video: ScriptVideo) -> JobView:
    return job_shown(video, services.scripts().tokens.of(video.script_id), services.script_videos().output)


def replaced(call: Call, edit: ScriptEdit) -> Script:
    script = services.scripts().get(call.identity, call.path["token"])
    about(script.production_id)
    text = edited(edit, script.config.voice)
    return services.scripts().edit(call.identity, call.path["token"], text, call.if_match)


def confirmed(call: Call, body: GenerateVideo) -> ScriptVideo:
    script = services.scripts().get(call.identity, call.path["token"])
    limit = None if body.max_amount is None else micro_usd(body.max_amount)
    config = wished(body.config, script.config)
    video = services.scripts().confirm(call.identity, call.path["token"], config, body.revision, limit)
    about(video.production_id)
    return video


def found(call: Call) -> ScriptVideo:
    job_id = call.uuid("job_id", "job")
    about(job_id)
    return services.script_videos().get(call.identity, job_id)


def listed(call: Call) -> Page[ScriptVideo]:
    query: JobQuery = call.query
    user_id = call.identity.user_id or call.claimed_user
    status = JOB_STATUSES[query.status].value if query.status in JOB_STATUSES else None
    page = services.script_videos().list(call.identity, user_id, status, query.limit, query.cursor)
    return Page([video for video in page.items if query.status in {None, job_word(video)}], page.next_cursor)


def delete(call: Call) -> None:
    services.scripts().delete_video(call.identity, found(call).production_id)


@operation(
    blueprint, "POST", "/api/generate_scripts", tag="scripts", request=GenerateScripts, response=TokensView, status=202
)
def generate_scripts(call: Call) -> Answer:
    """Has three scripts written on a topic, each at another angle: a story, an explainer, a list.

    Each token names one of them for as long as it lives; ask for each until it is `ready`. Nothing is paid for until
    one of them is confirmed.
    """
    body: GenerateScripts = call.body
    new = asked_for(body, body.topic, body.chatID, services.scripts().default_voice)
    scripts = services.scripts().create(call.identity, call.user_id, new)
    return Answer(TokensView(tokens=[token_of(script) for script in scripts]))


@operation(blueprint, "GET", SCRIPT, tag="scripts", response=ScriptView, errors=(404,), may_take_longer=True)
def get_script(call: Call) -> Answer:
    """Shows a script.

    202 with `Retry-After` while it is being written.
    """
    script = services.scripts().get(call.identity, call.path["token"])
    about(script.production_id)
    if script.has_workflow:
        return Answer(shown(script), 202, {"Retry-After": str(RETRY), "ETag": f'"{script.revision}"'})
    return answer_of(script)


@operation(
    blueprint,
    "POST",
    SCRIPT,
    tag="scripts",
    request=ScriptEdit,
    response=ScriptView,
    errors=(404, 412),
    headers=("If-Match",),
)
def replace_script(call: Call) -> Answer:
    """Replaces a script with one of your own.

    Every scene must be long enough for what is said in it; one without a duration is made so. The revision grows, and
    what was confirmed before stays as it was filmed.
    """
    return answer_of(replaced(call, call.body))


@operation(
    blueprint,
    "POST",
    "/api/generate/{token}",
    tag="scripts",
    scope=Scope.PRODUCTIONS_APPROVE,
    request=GenerateVideo,
    response=JobView,
    status=202,
    errors=(402, 404, 412),
)
def generate_script_video(call: Call) -> JobView:
    """The green light for a script: it is filmed.

    For one revision at one price: where `revision` is no longer current it is refused with 412, where the price is
    above `max_amount` with 409 `price_changed`. The same script confirmed again without a change is the same job, and
    not paid for twice; one that failed is begun again.
    """
    return job_of(confirmed(call, call.body))


@operation(blueprint, "GET", JOB, tag="scripts", response=JobView, errors=(404,))
def get_script_job(call: Call) -> JobView:
    """Shows how far a film is, with fresh links once it is there.

    Its events tell the same as it happens.
    """
    return job_of(found(call))


@operation(blueprint, "GET", "/api/jobs", tag="scripts", query=JobQuery, response=JobList)
def list_script_jobs(call: Call) -> JobList:
    """Lists films of scripts, newest first.

    A user key sees that user's, a service key all of its account's or those of `user_id`.
    """
    page = listed(call)
    return JobList(jobs=[job_of(video) for video in page.items], next_cursor=page.next_cursor)


@operation(blueprint, "DELETE", JOB, tag="scripts", response=None, status=204, errors=(404, 409))
def delete_script_job(call: Call) -> Answer:
    """Stops a film where it is being made, and deletes it with its files.

    What was held for it is given back. The script stays, and can be confirmed anew.
    """
    delete(call)
    return Answer(None)
