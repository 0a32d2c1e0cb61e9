"""Which levels a study has of what is compared, in the order in which its file names them."""

from __future__ import annotations

from collections.abc import Iterable

from fer_desktop.studies.choices import Factor
from fer_desktop.studies.study import StudyFacts


def levels_of(facts: StudyFacts, factor: Factor) -> tuple[str, ...]:
    """Those that are listed first, then those that participants and sessions have beside them; each once."""
    listed: Iterable[str]
    match factor:
        case "condition":
            listed = (one.name for one in facts.conditions)
            used: Iterable[str | None] = (one.condition for one in facts.sessions)
        case "visit":
            listed, used = facts.visits, (one.visit for one in facts.sessions)
        case "group":
            listed, used = facts.groups, (one.group for one in facts.participants)
    return tuple(dict.fromkeys(one for one in (*listed, *used) if one))
