"""The route that tries whatever this stage is set to use."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.home import CheckView
from chalicelib.views import Nothing, Shape

blueprint = Blueprint(__name__)


class ValidationView(Shape):
    valid: bool
    checks: list[CheckView]


@operation(blueprint, "POST", "/api/validate_config", tag="scripts", request=Nothing, response=ValidationView)
def validate_config(call: Call) -> ValidationView:
    """Tries every service, the writer and each engine that this stage is set to use.

    An engine is tried by a worker of its task, which loads it and, where it is somebody's service, asks that service
    whether it would work. Nothing is made or paid for, but a model is asked for one sentence. Takes up to 20 s.
    """
    checks = [CheckView(**vars(check)) for check in services.validation().checks(call.identity)]
    return ValidationView(valid=all(check.ok for check in checks), checks=checks)
