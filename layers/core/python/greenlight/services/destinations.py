"""Where a URL leads at this moment: looked up once, checked, and then connected to at the checked address."""

from dataclasses import dataclass

from greenlight.domain.addresses import Destination, UrlRefused, destination, parse
from greenlight.ports import Resolver


@dataclass(frozen=True)
class Destinations:
    resolver: Resolver
    allow_loopback: bool = False

    def find(self, url: str) -> Destination:
        """Raises UrlRefused for a URL that is not allowed, or whose host has no address or a wrong one."""
        target = parse(url, allow_loopback=self.allow_loopback)
        addresses = self.resolver.addresses(target.host)
        if not addresses:
            raise UrlRefused(f"The host {target.host} has no address; check its name.")
        return destination(target, addresses, allow_loopback=self.allow_loopback)
