"""Somebody else's ids on the whole stack: each route that leads to an object, asked by a rival, a colleague, nobody."""

import pytest

from local.waiting import wait_until
from tests.e2e.people import PATIENCE, Person
from tests.support.isolation import FOR_SERVICE_KEYS, Owner, leading_to_objects, make_one_of_each


@pytest.fixture(scope="module")
def document(stack):
    return Person(stack.base_url).ask("GET", "/openapi.json").json()


def keyed(stack, account, user=None):
    service = Person(stack.base_url, stack.invoke("CreateServiceKeyFunction", {"account_id": account})["key"])
    if user is None:
        return service
    made = service.ask("POST", "/api/v1/keys", json={"name": "phone", "kind": "user", "user_id": user})
    return Person(stack.base_url, made.json()["key"])


@pytest.fixture(scope="module")
def ids(stack, document):
    alice, service = keyed(stack, "acme", "alice"), keyed(stack, "acme")

    def asking(person):
        def ask(method, path, body):
            answer = person.ask(method, path, json=body)
            assert answer.status_code < 300, answer.text
            return answer.json()

        return ask

    # Port 9 discards: nothing that is sent there arrives anywhere.
    def until_written(token):
        wait_until(lambda: alice.ask("GET", f"/api/script/{token}").status_code == 200, PATIENCE, what="the script")

    def until_made(task_id):
        path = f"/scenario/generate/tasks/{task_id}"
        wait_until(lambda: alice.ask("GET", path).json()["status"] == "completed", PATIENCE, what="the scenario")

    hook = "http://127.0.0.1:9/hook"
    owner = Owner(asking(alice), asking(service), lambda: alice.created()["id"], hook, until_written, until_made)
    return make_one_of_each(owner, document)


@pytest.mark.parametrize("who", ["a rival", "a colleague", "nobody"])
def test_what_is_somebody_elses_is_not_found_on_any_route(stack, document, ids, who):
    asker = {
        "a rival": lambda: keyed(stack, "rivals"),
        "a colleague": lambda: keyed(stack, "acme", "bob"),
        # On a local stack a request without a key acts for its demo user.
        "nobody": lambda: Person(stack.base_url),
    }[who]()
    answered = {}
    for route in leading_to_objects(document):
        wanted = 403 if who == "a colleague" and route.path.startswith(FOR_SERVICE_KEYS) else 404
        status = asker.ask(route.method, route.at(ids), json=route.body).status_code
        if status != wanted:
            answered[route.method, route.path] = status
    assert answered == {}
