"""An engine whose package nobody has installed."""

import a_package_that_nobody_has  # type: ignore[import-not-found]


class Uninstalled:
    package = a_package_that_nobody_has
