"""The environment that template.yaml gives a function, with made-up names for what only a deployment knows."""

import os
from pathlib import Path
from typing import Any

from local import templates
from local.deploy import PARAMETERS

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("layers/core/python",)
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}

# Made anew for each local stage.
PEPPER = {"KeyPepperValue": "pepper"}


def function_environment(logical_id: str) -> dict[str, str]:
    """As the local stage is deployed."""
    template = templates.load(ROOT / "template.yaml")
    function = template["Resources"][logical_id]["Properties"]
    parts = (template["Globals"]["Function"], function)
    written = {name: value for part in parts for name, value in part["Environment"]["Variables"].items()}
    defaults = {name: parameter.get("Default", name) for name, parameter in template["Parameters"].items()}
    chosen = defaults | PARAMETERS | PEPPER
    variables = {name: _value(value, chosen) for name, value in written.items()}
    path = [str(ROOT / part) for part in (*LAYERS, function["CodeUri"])]
    untraced = {"POWERTOOLS_TRACE_DISABLED": "true", "PYTHONPATH": os.pathsep.join(path)}
    return {**CREDENTIALS, **variables, **untraced}


def _value(written: Any, parameters: dict[str, Any]) -> str:
    match written:
        case {"Fn::If": [_, local, _]}:
            return _value(local, parameters)
        case {"Ref": name} if name in parameters:
            return str(parameters[name])
        case {"Ref": name} | {"Fn::GetAtt": [name, _]}:
            return f"arn:aws:made-up:us-east-1:123456789012:{name}"
        case str() | int() | float():
            return str(written)
    raise SystemExit(f"template.yaml sets a variable to {written}, which this benchmark does not read yet.")
