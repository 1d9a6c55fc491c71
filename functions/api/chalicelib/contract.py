"""`operation` binds a route to its models: it validates, authenticates, responds, and is what /openapi.json tells."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from inspect import cleandoc
from typing import Any

from chalice.app import Blueprint, Response
from pydantic import BaseModel, ValidationError

from chalicelib import services
from chalicelib.forms import Form, read_form
from chalicelib.limits import limited
from chalicelib.needed_scope import needed_scope
from chalicelib.once import HEADER, answered_once
from chalicelib.problems import of_error, of_validation, problem
from chalicelib.views import USER_ID, as_number, as_uuid
from greenlight.domain.errors import Forbidden, GreenlightError, Invalid
from greenlight.domain.keys import Identity
from greenlight.domain.scopes import Scope
from greenlight.observability import logger

USER_FIELDS = ("user_id", "uid")
# An ETag, weakened by something on its way or not; a bare revision; or whatever there is.
IF_MATCH = r'(W/)?"(?P<quoted>[0-9]{1,12})"|(?P<bare>[0-9]{1,12})|\*'


@dataclass(frozen=True)
class Call:
    """One request, checked: who asks, the validated body and query, path parameters, fields and files as sent."""

    identity: Identity
    body: Any
    query: Any
    path: dict[str, str]
    fields: dict[str, Any]
    files: dict[str, bytes]
    headers: Any
    claimed_user: str | None
    only_head: bool = False

    @property
    def user_id(self) -> str:
        """The user that this request acts for; a service key names one, or acts as `service`."""
        return self.identity.user_id or self.claimed_user or self.identity.acts_as

    @property
    def if_match(self) -> int | None:
        found = re.fullmatch(IF_MATCH, self.headers.get("if-match", "*").strip(), re.ASCII)
        if found is None:
            raise Invalid('If-Match takes a revision as its ETag shows it, such as "3".', field="If-Match")
        digits = found["quoted"] or found["bare"]
        return int(digits) if digits else None

    def number(self, name: str, what: str) -> str:
        """The number in the path as it is stored; what is no such number names nothing."""
        return as_number(self.path[name], what)

    def uuid(self, name: str, what: str) -> str:
        """The id in the path as it is stored; what is no UUID names nothing."""
        return as_uuid(self.path[name], what)


@dataclass(frozen=True)
class Answer:
    """A body with headers or a status of its own; `text` in place of JSON."""

    body: BaseModel | dict[str, Any] | None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    name: str
    summary: str
    tag: str
    status: int
    request: type[BaseModel] | None
    query: type[BaseModel] | None
    response: type[BaseModel] | None
    errors: tuple[int, ...]
    scope: Scope | None
    files: tuple[str, ...]
    headers: tuple[str, ...]
    produces: str
    may_be_empty: bool
    may_take_longer: bool
    may_be_down: bool
    shown_once: str | None
    browser: bool
    description: str

    @property
    def public(self) -> bool:
        return self.scope is None

    @property
    def reads_body(self) -> bool:
        return self.method not in {"GET", "DELETE"}


OPERATIONS: list[Operation] = []


def is_for_browsers(path: str) -> bool:
    return any(entry.browser for entry in OPERATIONS if entry.path == path)


def operation(
    blueprint: Blueprint,
    method: str,
    path: str,
    *,
    tag: str,
    response: type[BaseModel] | None,
    request: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    status: int = 200,
    errors: tuple[int, ...] = (),
    public: bool = False,
    scope: Scope | None = None,
    files: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
    produces: str = "application/json",
    may_be_empty: bool = False,
    may_take_longer: bool = False,
    may_be_down: bool = False,
    shown_once: str | None = None,
    browser: bool = False,
) -> Callable[[Callable[[Call], Any]], Callable[[Call], Any]]:
    """The view's docstring is the summary and, below it, the description.

    `scope` is what a key needs; where it is left away, `needed_scope` says it by method and tag.
    `may_be_empty` says that 204 happens too, `may_take_longer` that 202 does, `may_be_down` that 503 has this answer;
    `shown_once` names the field of the answer that holds a secret. `browser` says that refusals have the shape that
    its clients, pages, expect.
    """

    def decorate(view: Callable[[Call], Any]) -> Callable[[Call], Any]:
        summary, _, description = cleandoc(view.__doc__ or "").partition("\n\n")
        entry = Operation(
            method=method,
            path=path,
            name=view.__name__,
            summary=summary,
            tag=tag,
            status=status,
            request=request,
            query=query,
            response=response,
            errors=errors,
            scope=None if public else scope or needed_scope(method, path, tag),
            files=files,
            headers=headers,
            produces=produces,
            may_be_empty=may_be_empty,
            may_take_longer=may_take_longer,
            may_be_down=may_be_down,
            shown_once=shown_once,
            browser=browser,
            description=" ".join(description.split("\n")),
        )
        OPERATIONS.append(entry)

        def serve(**path_parameters: str) -> Response:
            return _serve(entry, view, blueprint.current_request, path_parameters)

        serve.__name__ = view.__name__
        blueprint.route(path, methods=[method], content_types=["*/*"])(serve)
        return view

    return decorate


def _serve(entry: Operation, view: Callable[[Call], Any], request: Any, path_parameters: dict[str, str]) -> Response:
    refuse = partial(problem, request_id=request.context["requestId"], browser=entry.browser)
    try:
        # Who asks comes first: nobody learns anything about a request that they may not make.
        identity = _identify(entry, request.headers)
    except GreenlightError as error:
        return refuse(of_error(error))

    def answer() -> Response:
        try:
            return _answered(entry, view, request, path_parameters, identity)
        except GreenlightError as error:
            return refuse(of_error(error))
        except ValidationError as error:
            return refuse(of_validation(error))

    return answer() if entry.public else limited(identity.key_id, refuse, answer)


def _answered(
    entry: Operation, view: Callable[[Call], Any], request: Any, path_parameters: dict[str, str], identity: Identity
) -> Response:
    call = _call(entry, request, path_parameters, identity)
    key = request.headers.get(HEADER)
    if key is None or entry.method != "POST" or entry.public:
        return _answer(entry, view, call)
    target = f"{entry.method} {request.context['path'].rstrip('/')}"
    context = request.lambda_context
    form = Form(call.fields, call.files)
    realm, once = call.identity.realm, entry.shown_once
    return answered_once(key, realm, target, form, context, lambda: _answer(entry, view, call), once)


def _answer(entry: Operation, view: Callable[[Call], Any], call: Call) -> Response:
    answer = view(call)
    return _respond(entry, answer if isinstance(answer, Answer) else Answer(answer))


def _call(entry: Operation, request: Any, path_parameters: dict[str, str], identity: Identity) -> Call:
    headers = request.headers
    queries = _queries(entry, request.query_params)
    form = Form()
    if entry.reads_body:
        form = read_form(headers.get("content-type", ""), bytes(request.raw_body), takes_files=bool(entry.files))
    claimed = _claimed_user(form.fields, queries)
    identity = _acting_for(identity, claimed)
    return Call(
        identity=identity,
        body=_validated(entry.request, form) if entry.request else None,
        query=entry.query.model_validate(queries) if entry.query else None,
        path=path_parameters,
        fields=form.fields,
        files=form.files,
        headers=headers,
        claimed_user=claimed,
        only_head=request.context.get("only_head", False),
    )


def _queries(entry: Operation, sent: Any) -> dict[str, Any]:
    """A name that is sent more than once is a list where the operation takes one; elsewhere the last counts."""
    repeated: frozenset[str] = getattr(entry.query, "repeated", frozenset())
    return {name: sent.getlist(name) if name in repeated else sent.getlist(name)[-1] for name in sent or {}}


def _validated(model: type[BaseModel], form: Form) -> BaseModel:
    """Fields of a form are strings and are read as what they say; in JSON a number is a number and "1" is none."""
    if form.is_text:
        return model.model_validate(form.fields)
    return model.model_validate_json(json.dumps(form.fields), strict=True)


def _claimed_user(fields: dict[str, Any], queries: dict[str, Any]) -> str | None:
    claimed = next((s[name] for s in (fields, queries) for name in USER_FIELDS if s.get(name)), None)
    if claimed is not None and not (isinstance(claimed, str) and re.fullmatch(USER_ID, claimed)):
        raise Invalid("user_id is a string of 1 to 128 characters, none of them a control character.", field="user_id")
    return claimed


def _identify(entry: Operation, headers: Any) -> Identity:
    if entry.scope is None:
        return Identity("", None, "public")
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    bearer = secret.strip() if scheme.lower() == "bearer" else (scheme or None)
    identity = services.keys().identify(bearer)
    logger.append_keys(account_id=identity.account_id, key_id=identity.key_id)
    identity.refuse_without(entry.scope)
    return identity


def _acting_for(identity: Identity, claimed: str | None) -> Identity:
    """Without a key (on a local stack alone) a request acts for whom it names; a user key only for its own user."""
    if identity.anonymous and claimed:
        return replace(identity, user_id=claimed)
    if identity.user_id is not None and claimed not in {None, identity.user_id}:
        raise Forbidden("This key acts for another user; leave user_id away or use a service key.")
    return identity


def _respond(entry: Operation, answer: Answer) -> Response:
    body = answer.body
    if isinstance(body, BaseModel):
        body = body.model_dump(mode="json")
    text = answer.text if answer.text is not None else "" if body is None else json.dumps(body, ensure_ascii=False)
    status = answer.status or entry.status
    kind: dict[str, Any] = {} if status == 204 else {"Content-Type": entry.produces}
    return Response(text, headers=kind | answer.headers, status_code=status)
