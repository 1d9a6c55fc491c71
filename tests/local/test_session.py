"""The embedded cloud's credentials: a developer's own AWS settings stay out of it."""

from pathlib import Path

import pytest

from local import environment
from local import session as embedded


def test_a_profile_of_the_developer_is_not_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile mine]\nregion = eu-central-1\naws_access_key_id = mine\n")
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    client = embedded.session().client("sqs", endpoint_url="http://127.0.0.1:1")
    assert client.meta.region_name == embedded.REGION


def test_child_processes_lose_the_developers_account() -> None:
    child = embedded.isolated({"AWS_PROFILE": "mine", "AWS_SESSION_TOKEN": "t", "HOME": "/h"}, "http://127.0.0.1:1")
    assert "AWS_PROFILE" not in child
    assert "AWS_SESSION_TOKEN" not in child
    assert child["HOME"] == "/h"
    assert child["AWS_ACCESS_KEY_ID"] == "test"
    assert child["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"


def test_loopback_takes_no_proxy_and_other_exceptions_stay() -> None:
    assert environment.environment({"no_proxy": "intranet"})["NO_PROXY"] == "intranet,127.0.0.1,localhost"
