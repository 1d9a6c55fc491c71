"""What the API tells about itself: the OpenAPI document and the page that shows it."""

import re
from html.parser import HTMLParser

import pytest
from jsonschema_rs import Draft202012Validator

from chalicelib.docs_schema import resolved


class Loads(HTMLParser):
    """Collects whatever a browser would fetch or run, and the targets of links within the page."""

    def __init__(self):
        super().__init__()
        self.loaded, self.ids, self.links = [], set(), set()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in {"script", "link", "img", "iframe", "object"} or "src" in found or "style" in found:
            self.loaded.append(tag)
        self.ids.add(found.get("id"))
        if found.get("href", "").startswith("#"):
            self.links.add(found["href"][1:])


@pytest.fixture
def document(api):
    return api("GET", "/openapi.json")[1]


def operations(document):
    return [(method, path, one) for path, methods in document["paths"].items() for method, one in methods.items()]


def test_the_page_shows_every_operation_and_loads_nothing(api, document):
    status, body, headers = api("GET", "/docs")
    page = Loads()
    page.feed(body["text"])
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.loaded == []
    assert page.links <= page.ids
    assert {one["operationId"] for _, _, one in operations(document)} <= page.ids


def test_the_page_shows_a_redirect_as_an_answer_with_its_fields_and_no_empty_default(api):
    page = api("GET", "/docs")[1]["text"]
    export = page[page.index('<article id="export_video"') :].partition("</article>")[0]
    redirect = export[export.index('<b class="good">302</b>') :].partition("</details>")[0]
    assert "<code>url</code>" in redirect
    assert "<span>default </span>" not in page
    assert "<span>default mp4</span>" in export


def test_the_page_lets_nothing_run_or_load(api):
    policy = api("GET", "/docs")[2]["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_every_operation_says_what_it_does_and_how_it_refuses(document):
    for method, path, one in operations(document):
        assert one["summary"], path
        assert one["description"], path
        assert {"405", "500"} <= set(one["responses"]), path
        if one.get("security") != []:
            assert {"400", "401", "403", "429", "503"} <= set(one["responses"]), path
            assert method != "post" or {"409", "413", "415"} <= set(one["responses"]), path
            assert "{" not in path or "404" in one["responses"], path


def test_every_operation_shows_what_it_takes_what_it_gives_and_how_it_refuses(document):
    """Each body of each status has an example, so that nobody has to guess what one looks like."""
    without = [
        (path, method, status, kind)
        for method, path, one in operations(document)
        for status, answer in [("request", one.get("requestBody", {})), *one["responses"].items()]
        for kind, body in resolved(document, answer).get("content", {}).items()
        if "example" not in body
    ]
    assert without == []


def test_a_file_that_is_not_ready_has_no_location_and_says_when_to_ask_again(document):
    answers = document["paths"]["/api/v2/jobs/{job_id}/export"]["get"]["responses"]
    ready, later = answers["302"], answers["202"]
    assert "Location" in ready["headers"]
    assert "Location" not in later["headers"]
    assert later["headers"]["Retry-After"]["required"] is True
    told = later["content"]["application/json"]["example"]
    assert (told["url"], told["status_url"].endswith("format=webm&quality=high")) == (None, True)


def test_the_limits_of_counted_things_are_in_the_document(document):
    schemas = document["components"]["schemas"]
    assert schemas["ApproveStoryboard"]["properties"]["revision"]["anyOf"][0] == {"type": "integer", "minimum": 1}
    assert schemas["NamedPart"]["properties"]["part_number"] == {"type": "integer", "minimum": 1, "maximum": 10_000}


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize("field", ["captions", "music"])
def test_a_yes_or_no_that_is_taken_for_a_kind_is_in_the_document(api, document, field, value):
    sent = {"topic": "Calm places", field: value}
    schema = {**document["components"]["schemas"]["GenerateScripts"], "components": document["components"]}
    Draft202012Validator(schema).validate(sent)
    assert api("POST", "/api/generate_scripts", key="alice", body=sent)[0] == 202


def test_a_film_without_wishes_is_in_the_document(document):
    schema = {**document["components"]["schemas"]["ConfirmScript"], "components": document["components"]}
    Draft202012Validator(schema).validate({"config": None})


def test_every_tag_is_described(document):
    assert [tag["name"] for tag in document["tags"] if not tag["description"]] == []


def test_every_example_fits_its_schema(document):
    def check(schema, example):
        Draft202012Validator({**schema, "components": document["components"]}).validate(example)

    for _, path, one in operations(document):
        bodies = [one.get("requestBody", {}), *one["responses"].values()]
        for kind, body in [pair for each in bodies for pair in each.get("content", {}).items()]:
            if "example" in body and kind != "text/event-stream":
                check(body["schema"], body["example"])
        for parameter in one["parameters"]:
            if "example" in parameter:
                check(parameter["schema"], parameter["example"])
        assert re.fullmatch(r"[\w/{}.-]*", path)
    for refusal in document["components"]["responses"].values():
        for kind, body in refusal["content"].items():
            assert kind == "application/problem+json" or body["schema"]["$ref"].endswith("BrowserProblem")
            check(body["schema"], body["example"])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/credits/grants", {"user_id": "bob", "amount": "5"}),
        ("/api/v1/uploads", {"filename": "face.png", "content_type": "image/png", "size": "4"}),
        ("/api/v1/uploads", {"filename": "face.png", "content_type": "image/png", "size": True}),
        ("/api/reels", {"script": "Hello.", "use_rewrite": "yes"}),
    ],
)
def test_json_of_another_type_than_described_is_refused(api, path, body):
    assert api("POST", path, key="acme", body=body)[0] == 400


def test_a_whole_number_may_be_written_with_a_point(api):
    promise = {"filename": "face.png", "content_type": "image/png", "size": 4.0}
    assert api("POST", "/api/v1/uploads", key="acme", body=promise)[0] == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (
            "/api/v1/uploads/00000000-0000-4000-8000-000000000000/complete",
            {"parts": [{"part_number": 1.0, "etag": "x"}]},
        ),
        ("/api/v2/jobs/7/reorder", {"scene_order": [2.0, 1.0]}),
        ("/api/v2/jobs/7/refine", {"scene_number": 1.0, "new_description": "x"}),
    ],
)
def test_a_whole_number_in_a_list_may_be_written_with_a_point(api, path, body):
    """The body is looked at before anybody looks for what it is about."""
    assert api("POST", path, key="acme", body=body)[0] == 404


def test_words_that_json_does_not_have_are_refused(api):
    body = b'{"user_id": "bob", "amount": NaN}'
    status, problem, _ = api("POST", "/api/v1/credits/grants", key="acme", body=body)
    assert (status, problem["code"]) == (400, "malformed_json")


def test_an_empty_field_of_a_form_was_left_out(api):
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    fields = {"script": "Hello there.", "voice": "", "image_asset_id": ""}
    form = "".join(f"--x\r\n{part.format(*field)}" for field in fields.items()) + "--x--\r\n"
    answer = api("POST", "/api/reels", key="acme", body=form.encode(), content_type="multipart/form-data; boundary=x")
    assert (answer[0], answer[1]["code"]) == (400, "image_missing")


def test_no_answer_is_kept_by_a_cache(api):
    for path in ("/health", "/api/reels", "/nothing"):
        assert api("GET", path, key="acme")[2]["cache-control"] == "no-store"
