"""Who may listen, and who may command. Pure.

A page of the web can make the browser connect to this computer, and cannot hide whose page it is (`Origin`). Programs
send no `Origin`; those of this computer could read the user's files anyway.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

_OWN_PAGE = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a connection says of itself.

    Attributes:
        path: With its query, such as "/?token=...".
        origin: Of the page that it comes from; None for a program.
        authorization: The header, "Bearer ..."; "" without one.
    """

    path: str
    origin: str | None = None
    authorization: str = ""

    @property
    def token(self) -> str:
        """What it gives as its token."""
        given = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        return given or self.authorization.removeprefix("Bearer ").strip()

    @property
    def wants_values(self) -> bool:
        """Whether it wants to be told of moments; a remote control need not be."""
        return parse_qs(urlsplit(self.path).query).get("values", ["yes"])[0] != "no"


@dataclass(frozen=True, slots=True)
class Door:
    """The rules.

    Attributes:
        token: What everybody must give; "" lets in programs, and pages of this computer.
    """

    token: str = ""

    def refusal(self, asking: Asking) -> str:
        """Why a connection is refused; "" lets it in."""
        if self.token:
            return "" if self._has_token(asking) else "The token is missing or wrong."
        if asking.origin is None or _OWN_PAGE.fullmatch(asking.origin):
            return ""
        return "Pages from elsewhere need a token."

    def may_command(self, asking: Asking) -> bool:
        """Whether one that was let in may start, stop and record: a program, or whoever has the token."""
        return asking.origin is None or self._has_token(asking)

    def _has_token(self, asking: Asking) -> bool:
        return bool(self.token) and hmac.compare_digest(asking.token.encode(), self.token.encode())


def is_loopback(address: str) -> bool:
    """Whether nobody but programs of this computer reaches an address."""
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
