"""What is asked of a study: rows of choices, those that the kind of question needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QPushButton, QSpinBox, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.studies.choices import FACTORS, MEASURES, Factor
from fer_desktop.studies.comparing import Options
from fer_desktop.studies.levels import levels_of
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.questions import (
    AllPairsQuestion,
    PartsQuestion,
    Question,
    TrendQuestion,
    TwoFacesQuestion,
)
from fer_desktop.studies.study import StudyFacts
from fer_desktop.studies.synchrony import Asked
from fer_desktop.ui.studies.levels_box import LevelsBox
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.translation import expression_name

Kind = Literal["compare", "course", "trend", "parts", "faces", "pairs"]
_MORE = ("least", "seed")
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "compare": ("by", "levels", "against", "condition", "measure", "expression", *_MORE),
    "course": (
        "marker",
        "from",
        "to",
        "curve",
        "by or not",
        "levels",
        "against",
        "baseline",
        "until",
        "cluster",
        *_MORE,
    ),
    "trend": ("participant", "measure", "expression", *_MORE),
    "parts": ("parts", "measure", "expression", *_MORE),
    "faces": ("session", "face", "other", "other face", "clock", "curve", "window", "lag", "seed"),
    "pairs": ("curve", "window", "lag", "seed"),
}
_LONGEST_S = 3600.0
_MOST_FACES, _LARGEST_SEED = 9999, 2**31 - 1


class QuestionForm(QWidget):
    """The rows; `ask` is the button that asks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._measure = QComboBox(), QComboBox()
        self._by, self._by_or_not = QComboBox(), QComboBox()
        self.levels, self.against, self.condition = LevelsBox(), QComboBox(), QComboBox()
        self._expression, self._curve = QComboBox(), QComboBox()
        self.marker, self.participant = QComboBox(), QComboBox()
        self._from, self._to, self._parts = QDoubleSpinBox(), QDoubleSpinBox(), QSpinBox()
        self._base_from, self._base_to = QDoubleSpinBox(), QDoubleSpinBox()
        self._baseline = QCheckBox(self.tr("Less its mean from"))
        self._cluster = QCheckBox(self.tr("Test where they differ"))
        self.session, self.other, self.clock = QComboBox(), QComboBox(), QComboBox()
        self._face, self._other_face = QSpinBox(), QSpinBox()
        self._window, self._lag = QDoubleSpinBox(), QDoubleSpinBox()
        self._least, self._seed = QSpinBox(), QSpinBox()
        self.ask, self.more = QPushButton(self.tr("Show")), QPushButton(self.tr("More"))
        self._facts = StudyFacts(study_version=1)
        self._rows: dict[str, tuple[QWidget, ...]] = {}
        self._fill()
        self._fill_numbers()
        self._arrange()
        for box in (self.kind, self._by, self._by_or_not):
            box.currentIndexChanged.connect(self._update)
        self.levels.changed.connect(self._show_against)
        self.more.toggled.connect(self._update)
        self.show_facts(self._facts, ())

    def show_facts(self, facts: StudyFacts, markers: Sequence[str]) -> None:
        """Offer what the study has."""
        self._facts = facts
        typed, any_time = self.marker.currentText(), self.tr("when they began")
        self.marker.clear()
        self.marker.addItems(list(markers))
        if typed:
            self.marker.setEditText(typed)
        _offer(self.participant, [(one.code, one.code) for one in facts.participants])
        names = list(dict.fromkeys(one.folder for one in facts.sessions))
        sessions = [(f"{self._who(name)}: {name.rsplit('/', 1)[-1]}", name) for name in names]
        _offer(self.session, sessions)
        _offer(self.other, [(self.tr("the same session"), ""), *sessions])
        _offer(self.clock, [(any_time, ""), *((label, label) for label in markers)])
        conditions = levels_of(facts, "condition")
        _offer(self.condition, [(self.tr("nothing"), ""), *((name, name) for name in conditions)])
        self._update()

    @property
    def question(self) -> Question | None:
        """What is asked; None while something is missing for it."""
        expression, measure = self._expression.currentData(), self._measure.currentData()
        expressions = (expression,) if expression else EXPRESSIONS
        least, seed = self._least.value() / 100, self._seed.value()
        match self.kind.currentData():
            case "compare":
                return Options(
                    by=self._by.currentData(),
                    measure=measure,
                    expressions=expressions,
                    levels=self.levels.levels,
                    against=self.against.currentData() or "",
                    baseline_condition=self.condition.currentData() or "",
                    least_seen=least,
                    seed=seed,
                )
            case "course":
                return self._course()
            case "trend":
                who = self.participant.currentText()
                found = TrendQuestion(
                    participant=who, measure=measure, expressions=expressions, least_seen=least, seed=seed
                )
                return found if who else None
            case "parts":
                return PartsQuestion(
                    parts=self._parts.value(), measure=measure, expressions=expressions, least_seen=least, seed=seed
                )
            case "pairs":
                return AllPairsQuestion(curve=self._curve.currentData(), asked=self._asked)
            case _:
                return self._two_faces()

    @property
    def _asked(self) -> Asked:
        return Asked(self._window.value(), self._lag.value(), self._seed.value())

    def _two_faces(self) -> TwoFacesQuestion | None:
        session, other = self.session.currentData(), self.other.currentData()
        if not session:
            return None
        return TwoFacesQuestion(
            folders=(session, other) if other and other != session else (session,),
            faces=(self._face.value(), self._other_face.value()),
            curve=self._curve.currentData(),
            marker=self.clock.currentData() or "",
            asked=self._asked,
        )

    def _course(self) -> CourseOptions | None:
        marker, from_s, to_s = self.marker.currentText().strip(), self._from.value(), self._to.value()
        if not marker or to_s <= from_s:
            return None
        start_s, end_s = self._base_from.value(), self._base_to.value()
        return CourseOptions(
            marker=marker,
            from_s=from_s,
            to_s=to_s,
            curve=self._curve.currentData(),
            by=self._by_or_not.currentData(),
            levels=self.levels.levels if self._by_or_not.currentData() else (),
            against=self.against.currentData() or "",
            baseline=(start_s, end_s) if self._baseline.isChecked() and start_s < end_s else None,
            least_seen=self._least.value() / 100,
            seed=self._seed.value(),
            tests_clusters=self._cluster.isChecked(),
        )

    def _who(self, folder: str) -> str:
        return ", ".join(one.participant for one in self._facts.sessions if one.folder == folder)

    def _fill(self) -> None:
        for kind, text in (
            ("compare", self.tr("Compare")),
            ("course", self.tr("Curves around a marker")),
            ("trend", self.tr("One person over time")),
            ("parts", self.tr("Within sessions")),
            ("faces", self.tr("Two faces together")),
            ("pairs", self.tr("All pairs together")),
        ):
            self.kind.addItem(text, kind)
        factors = {"condition": self.tr("conditions"), "visit": self.tr("visits"), "group": self.tr("groups")}
        self._by_or_not.addItem(self.tr("all together"), None)
        for factor in FACTORS:
            for box in (self._by, self._by_or_not):
                box.addItem(factors[factor], factor)
        measures = {
            "mean": self.tr("mean"), "top_share": self.tr("share of time on top"), "peak": self.tr("peak"),
            "onset_rate": self.tr("onsets a minute"), "transition_rate": self.tr("changes a minute"),
            "latency_s": self.tr("time until first"), "valence": self.tr("valence"),
        }  # fmt: skip
        for measure in MEASURES:
            self._measure.addItem(measures[measure], measure)
        self._expression.addItem(self.tr("all expressions"), "")
        for name in EXPRESSIONS:
            self._expression.addItem(expression_name(name), name)
            self._curve.addItem(expression_name(name), name)
        self._curve.addItem(measures["valence"], "valence")
        self._curve.setCurrentIndex(EXPRESSIONS.index("happiness"))
        self.marker.setEditable(True)
        self._cluster.setToolTip(self.tr("Permutation test of clusters: of the levels, or of one against its baseline"))
        self.more.setCheckable(True)

    def _fill_numbers(self) -> None:
        for seconds, least, value in (
            (self._from, -_LONGEST_S, -2.0), (self._to, -_LONGEST_S, 8.0), (self._base_from, -_LONGEST_S, -2.0),
            (self._base_to, -_LONGEST_S, 0.0), (self._window, 0.5, 10.0), (self._lag, 0.0, 2.0),
        ):  # fmt: skip
            seconds.setRange(least, _LONGEST_S)
            seconds.setDecimals(1)
            seconds.setSuffix(self.tr(" s"))
            seconds.setValue(value)
        self._from.valueChanged.connect(self._base_from.setValue)
        self._baseline.setChecked(True)
        for number, least_number, most, count in (
            (self._parts, 2, 20, 3), (self._face, 1, _MOST_FACES, 1), (self._other_face, 1, _MOST_FACES, 2),
            (self._least, 0, 100, 50), (self._seed, 0, _LARGEST_SEED, 1),
        ):  # fmt: skip
            number.setRange(least_number, most)
            number.setValue(count)
        self._least.setSuffix(" %")
        self._least.setToolTip(self.tr("Who was seen for less of the time is left out, and listed"))
        self._seed.setToolTip(self.tr("The same one gives the same intervals and p"))

    def _arrange(self) -> None:
        row = FlowRow(self)
        self.kind.setAccessibleName(self.tr("Question"))
        row.addWidget(self.kind)
        for name, text, widget in (
            ("participant", self.tr("of"), self.participant), ("parts", self.tr("in parts"), self._parts),
            ("session", self.tr("Session"), self.session), ("face", self.tr("face"), self._face),
            ("other", self.tr("and"), self.other), ("other face", self.tr("face"), self._other_face),
            ("clock", self.tr("on one clock by"), self.clock), ("marker", self.tr("Marker"), self.marker),
            ("from", self.tr("from"), self._from), ("to", self.tr("to"), self._to),
            ("curve", self.tr("of"), self._curve), ("window", self.tr("in windows of"), self._window),
            ("lag", self.tr("shifted by up to"), self._lag),
            ("by", self.tr("by"), self._by), ("by or not", self.tr("by"), self._by_or_not),
            ("levels", self.tr("levels"), self.levels), ("against", self.tr("pairs"), self.against),
            ("condition", self.tr("less that in"), self.condition), ("measure", self.tr("Figure"), self._measure),
            ("expression", self.tr("of"), self._expression), ("until", self.tr("to"), self._base_to),
            ("least", self.tr("Seen at least"), self._least), ("seed", self.tr("Seed"), self._seed),
        ):  # fmt: skip
            label = QLabel(text)
            label.setBuddy(widget)
            widget.setAccessibleName(text)
            if name == "until":
                self._base_from.setAccessibleName(self._baseline.text())
                self._rows["baseline"] = (self._baseline, self._base_from)
            self._rows[name] = (label, widget)
        self._rows["cluster"] = (self._cluster,)
        for widgets in self._rows.values():
            for each in widgets:
                row.addWidget(each)
        row.addWidget(self.more)
        row.addWidget(self.ask)
        row.add_stretch()

    def _update(self) -> None:
        kind: Kind = self.kind.currentData()
        assert kind in get_args(Kind)
        factor: Factor | None = (self._by if kind == "compare" else self._by_or_not).currentData()
        self.levels.show_levels(() if factor is None else levels_of(self._facts, factor))
        self._show_against()
        hidden = set() if self.more.isChecked() else {"least", "seed"}
        if factor is None:
            hidden |= {"levels", "against"}
        for name, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(name in _NEEDED[kind] and name not in hidden)

    def _show_against(self) -> None:
        _offer(
            self.against,
            [(self.tr("all"), ""), *((self.tr("with {0}").format(one), one) for one in self.levels.ticked)],
        )


def _offer(box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    """Offer texts with what they stand for; what was chosen stays where it is still there."""
    chosen = box.currentData()
    box.clear()
    for text, value in items:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0) if items else -1)
