"""Every column of the table of a study, tidy or wide: header, units and meaning; the data dictionary comes from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fer_desktop.core.action_units import in_words
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.face_details import UNITS
from fer_desktop.session.schema import Column

_DIGITS = 10  # equal to what was worked out to 1e-9


def _text(name: str, meaning: str) -> Column:
    return Column(name, "", meaning, None)


def _whole(name: str, meaning: str) -> Column:
    return Column(name, "", meaning, 0)


def _number(name: str, unit: str, meaning: str) -> Column:
    return Column(name, unit, meaning, _DIGITS)


OF_DETAILS: tuple[Column, ...] = (
    _whole("blinks", "Blinks of the face whose middle lies in the stretch; blank without details, as what follows."),
    _number("blinks_per_minute", "", "The same for each minute in which the lids were seen."),
    _number("blink_s", "s", "Median duration of these blinks."),
    _number("screen_share", "", "Share of the rows in which it is known that the eyes look at the screen, 0 to 1."),
    *(
        column
        for unit in UNITS
        for column in (
            _number(f"{unit}_mean", "", f"Mean estimated intensity of {in_words(unit)}, 0 to 1, over the rows."),
            _number(f"{unit}_peak", "", f"Highest estimated intensity of {in_words(unit)} in one row."),
        )
    ),
)
COLUMNS: tuple[Column, ...] = (
    _text("participant", "Code of the participant."),
    _text("group", "Group of the participant; blank without groups."),
    _text("visit", "Visit; blank where there is one alone."),
    _text("condition", "Condition; blank in a study without conditions."),
    _text("session", "Folder of the session, as the study names it."),
    _text(
        "started",
        "When it was recorded: the date of study.toml, else the start of a recording; blank where not known.",
    ),
    _whole("stretch", "From 1: a condition may come several times in a session."),
    _number("start_s", "s", "Beginning of the stretch, in the time of its session."),
    _number("end_s", "s", "End of the stretch."),
    _whole("face", "Number of the face in its session, after merging."),
    _text("scores", "Which scores are counted: recorded, or calibrated (read against the neutral face of the person)."),
    _text("expression", "Which expression the figures are of."),
    _number("mean", "", "Mean probability, 0 to 1, weighted by time."),
    _number("top_share", "", "Share of the seen time in which it was the most probable expression, 0 to 1."),
    _number("peak", "", "Highest probability of one row, 0 to 1."),
    _whole("onsets", "How often it became the most probable expression while the face was seen."),
    _number("latency_s", "s", "From the beginning of the stretch until it is the most probable; blank if it never is."),
    _number("area", "s", "Area under the curve of its probability over the seen time."),
    _whole("transitions", "Changes of the most probable expression, of all expressions of the face."),
    _number("valence", "", "Mean valence of the face, -1 to 1, weighted by time."),
    *OF_DETAILS,
    _number("duration_s", "s", "Length of the stretch."),
    _number("excluded_s", "s", "How much of the stretch the user excluded."),
    _number("seen_s", "s", "How long the face was seen, outside of what is excluded."),
    _number("not_seen_share", "", "Share of the time that is not excluded in which this face was not seen, 0 to 1."),
    _number("no_face_share", "", "Share of the analysed frames without any face, 0 to 1."),
    _number("unreliable_share", "", "Share of the seen time whose quality is too low to trust, 0 to 1."),
    _text("missing", "Why there are no figures; blank where there are."),
    _text("notes", "What is wrong with the session although it can be read."),
)
OF_EXPRESSION = ("mean", "top_share", "peak", "onsets", "latency_s", "area")  # differ between expressions


def wide_name(expression: str, name: str) -> str:
    """Of the column of one expression in the wide form."""
    return f"{expression}_{name}"


def _wide(expression: str, column: Column) -> Column:
    return replace(column, name=wide_name(expression, column.name), meaning=f"Of {expression}: {column.meaning}")


_TIDY = {column.name: column for column in COLUMNS}
BY_NAME: Mapping[str, Column] = _TIDY | {
    column.name: column for each in EXPRESSIONS for column in (_wide(each, _TIDY[name]) for name in OF_EXPRESSION)
}


def data_dictionary(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Description and unit of each of these columns, as BIDS has them beside a table."""
    return {
        name: {"Description": BY_NAME[name].meaning, **({"Units": BY_NAME[name].unit} if BY_NAME[name].unit else {})}
        for name in names
    }
