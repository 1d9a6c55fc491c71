"""Packaging: short forms, zips that do not change with time, state machines as JSON."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from local import templates

TEMPLATE = """
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: hello, Role: !GetAtt Role.Arn}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: machine.asl.yaml}
  Layer:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: not_built}
Outputs:
  Name: {Value: !Sub "${Hello}-x"}
  Chosen: {Value: !If [Wanted, !Ref Hello, !Ref AWS::NoValue]}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / "hello").mkdir()
    (tmp_path / "hello" / "app.py").write_text("def handler(event, context): return {}\n")
    (tmp_path / "machine.asl.yaml").write_text("StartAt: A\nStates:\n  A: {Type: Pass, Comment: '${Arn}', End: true}\n")
    return tmp_path


def packaged(project: Path) -> tuple[templates.Template, dict[str, bytes]]:
    uploads: dict[str, bytes] = {}
    loaded = templates.load(project / "template.yaml")
    return templates.package(loaded, project, "bucket", uploads.__setitem__), uploads


def test_short_forms_become_functions(project: Path) -> None:
    template = templates.load(project / "template.yaml")
    assert template["Resources"]["Hello"]["Properties"]["Role"] == {"Fn::GetAtt": ["Role", "Arn"]}
    assert template["Outputs"]["Name"]["Value"] == {"Fn::Sub": "${Hello}-x"}
    assert template["Outputs"]["Chosen"]["Value"] == {"Fn::If": ["Wanted", {"Ref": "Hello"}, {"Ref": "AWS::NoValue"}]}


def test_a_function_is_uploaded_as_a_zip_of_its_folder(project: Path) -> None:
    template, uploads = packaged(project)
    location = template["Resources"]["Hello"]["Properties"]["CodeUri"]
    archive = zipfile.ZipFile(io.BytesIO(uploads[location.removeprefix("s3://bucket/")]))
    assert archive.namelist() == ["app.py"]


def test_a_state_machine_in_yaml_is_uploaded_as_json_with_its_substitutions_untouched(project: Path) -> None:
    template, uploads = packaged(project)
    definition = json.loads(uploads[template["Resources"]["Machine"]["Properties"]["DefinitionUri"]["Key"]])
    assert definition["States"]["A"]["Comment"] == "${Arn}"


def test_a_layer_needs_no_build(project: Path) -> None:
    template, _ = packaged(project)
    assert template["Resources"]["Layer"]["Properties"]["ContentUri"].startswith("s3://bucket/")


def test_the_same_files_make_the_same_zip_whenever_they_were_written(project: Path) -> None:
    before, _ = packaged(project)
    os.utime(project / "hello" / "app.py", (1, 1))
    after, _ = packaged(project)
    assert after == before


def test_a_function_without_code_is_refused_with_its_folder(project: Path) -> None:
    (project / "hello" / "app.py").unlink()
    with pytest.raises(SystemExit, match="hello holds no code"):
        packaged(project)
