"""A job's params as a model of them, or the first that is wrong in one sentence."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from gpu_containers.runtime.engine import JobFailed

P = TypeVar("P", bound=BaseModel)


def read_as(kind: type[P], params: dict[str, Any], what: str = "job") -> P:
    """`what` is how a person calls the job, such as "picture job". Raises `JobFailed`."""
    try:
        return kind.model_validate(params)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "params"
        raise JobFailed("invalid_params", f"The {what}'s `{field}` is not usable: {first['msg']}.") from error
