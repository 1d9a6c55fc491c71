"""The routes of scripts that pages in a browser call: the same scripts and films, in their words."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.film_views import BrowserJobList, ConfirmedView, DeletedView, JobQuery, JobStatusView
from chalicelib.script_views import ConfirmScript, Submit, SubmitView, UpdatedView, UpdateScript, asked_for
from chalicelib.scripts import confirmed, delete, found, job_of, listed, replaced, shown, token_of
from greenlight.domain.scopes import Scope

blueprint = Blueprint(__name__)
# Seconds after which scripts that take long are asked for, each by its token.
RETRY = 2


@operation(
    blueprint,
    "POST",
    "/submit",
    tag="scripts",
    request=Submit,
    response=SubmitView,
    errors=(502,),
    may_take_longer=True,
    browser=True,
)
def submit(call: Call) -> Answer:
    """Has three scripts written on a topic, and waits for them.

    What takes longer than 24 s is answered with 202: each token then shows its script when it is ready.
    """
    body: Submit = call.body
    service = services.scripts()
    new = asked_for(body, body.text, body.chatID, service.default_voice)
    scripts = service.written(service.create(call.identity, call.user_id, new))
    service.refuse_unwritten_ones(scripts)
    is_done = all(script.is_written for script in scripts)
    later = "The scripts are still being written; ask for each by its token."
    view = SubmitView(
        message="Three scripts are ready." if is_done else later,
        scripts=[shown(script) for script in scripts],
        tokens=[token_of(script) for script in scripts],
        chatID=body.chatID,
    )
    return Answer(view) if is_done else Answer(view, 202, {"Retry-After": str(RETRY)})


@operation(
    blueprint,
    "POST",
    "/update_script/{token}",
    tag="scripts",
    request=UpdateScript,
    response=UpdatedView,
    errors=(404, 412),
    headers=("If-Match",),
    browser=True,
)
def update_script(call: Call) -> UpdatedView:
    """Replaces a script with what was edited.

    Every scene must be long enough for what is said in it; one without a duration is made so.
    """
    script = replaced(call, call.body.script)
    return UpdatedView(script=shown(script), token=token_of(script), chatID=script.chat_id)


@operation(
    blueprint,
    "POST",
    "/confirm_script/{token}",
    tag="scripts",
    scope=Scope.PRODUCTIONS_APPROVE,
    request=ConfirmScript,
    response=ConfirmedView,
    errors=(402, 404, 412),
    browser=True,
)
def confirm_script(call: Call) -> ConfirmedView:
    """The green light for a script: it is filmed.

    `revision` and `max_amount` bind it to what was seen. Confirmed again without a change it is the same job.
    """
    job = job_of(confirmed(call, call.body))
    return ConfirmedView(job_id=job.job_id, status=job.status, chatID=job.chatID)


@operation(
    blueprint,
    "GET",
    "/generation_status/{job_id}",
    tag="scripts",
    response=JobStatusView,
    errors=(404,),
    browser=True,
)
def generation_status(call: Call) -> JobStatusView:
    """Shows how far a film is.

    With fresh links once it is there.
    """
    return JobStatusView(job_status=job_of(found(call)))


@operation(
    blueprint,
    "GET",
    "/generation_jobs",
    tag="scripts",
    query=JobQuery,
    response=BrowserJobList,
    browser=True,
)
def generation_jobs(call: Call) -> BrowserJobList:
    """Lists films, newest first.

    Those of the caller.
    """
    page = listed(call)
    return BrowserJobList(jobs=[job_of(video) for video in page.items], next_cursor=page.next_cursor)


@operation(
    blueprint,
    "DELETE",
    "/generation_job/{job_id}",
    tag="scripts",
    response=DeletedView,
    errors=(404, 409),
    browser=True,
)
def delete_generation_job(call: Call) -> DeletedView:
    """Stops a film where it is being made, and deletes it with its files.

    The script stays, and can be confirmed anew.
    """
    delete(call)
    return DeletedView(message="The job is cancelled and deleted.")
