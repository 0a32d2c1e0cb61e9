"""What is asked of a study: a row of choices, those that the kind of question needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QPushButton, QSpinBox, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.studies.comparing import FACTORS, Options
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.people import MEASURES
from fer_desktop.studies.questions import PartsQuestion, Question, TrendQuestion
from fer_desktop.studies.study import StudyFacts
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.translation import expression_name

Kind = Literal["compare", "course", "trend", "parts"]
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "compare": ("by", "measure", "expression"),
    "course": ("marker", "from", "to", "curve", "by or not", "cluster"),
    "trend": ("participant", "measure", "expression"),
    "parts": ("parts", "measure", "expression"),
}
_LONGEST_S = 3600.0


class QuestionForm(QWidget):
    """The row; `ask` is the button that asks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._measure = QComboBox(), QComboBox()
        self._by, self._by_or_not = QComboBox(), QComboBox()
        self._expression, self._curve = QComboBox(), QComboBox()
        self.marker, self.participant = QComboBox(), QComboBox()
        self._from, self._to, self._parts = QDoubleSpinBox(), QDoubleSpinBox(), QSpinBox()
        self._cluster = QCheckBox(self.tr("Test where they differ"))
        self.ask = QPushButton(self.tr("Show"))
        self._rows: dict[str, tuple[QWidget, ...]] = {}
        self._fill()
        self._arrange()
        self.kind.currentIndexChanged.connect(self._update)
        self.show_facts(StudyFacts(study_version=1), ())

    def show_facts(self, facts: StudyFacts, markers: Sequence[str]) -> None:
        """Offer what the study has."""
        typed, chosen = self.marker.currentText(), self.participant.currentText()
        codes = [one.code for one in facts.participants]
        self.marker.clear()
        self.marker.addItems(list(markers))
        if typed:
            self.marker.setEditText(typed)
        self.participant.clear()
        self.participant.addItems(codes)
        if chosen in codes:
            self.participant.setCurrentText(chosen)
        self._update()

    @property
    def question(self) -> Question | None:
        """What is asked; None while something is missing for it."""
        expression, measure = self._expression.currentData(), self._measure.currentData()
        expressions = (expression,) if expression else EXPRESSIONS
        match self.kind.currentData():
            case "compare":
                return Options(by=self._by.currentData(), measure=measure, expressions=expressions)
            case "course":
                return self._course()
            case "trend":
                who = self.participant.currentText()
                return TrendQuestion(participant=who, measure=measure, expressions=expressions) if who else None
            case _:
                return PartsQuestion(parts=self._parts.value(), measure=measure, expressions=expressions)

    def _course(self) -> CourseOptions | None:
        marker, from_s, to_s = self.marker.currentText().strip(), self._from.value(), self._to.value()
        if not marker or to_s <= from_s:
            return None
        return CourseOptions(
            marker=marker,
            from_s=from_s,
            to_s=to_s,
            curve=self._curve.currentData(),
            by=self._by_or_not.currentData(),
            baseline=(from_s, 0.0) if from_s < 0 else None,
            tests_clusters=self._cluster.isChecked(),
        )

    def _fill(self) -> None:
        for kind, text in (
            ("compare", self.tr("Compare")),
            ("course", self.tr("Curves around a marker")),
            ("trend", self.tr("One person over time")),
            ("parts", self.tr("Within sessions")),
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
        for seconds, value in ((self._from, -2.0), (self._to, 8.0)):
            seconds.setRange(-_LONGEST_S, _LONGEST_S)
            seconds.setDecimals(1)
            seconds.setSuffix(self.tr(" s"))
            seconds.setValue(value)
        self._parts.setRange(2, 20)
        self._parts.setValue(3)
        self._cluster.setToolTip(self.tr("Permutation test of clusters: of the levels, or of one against its baseline"))

    def _arrange(self) -> None:
        row = FlowRow(self)
        self.kind.setAccessibleName(self.tr("Question"))
        row.addWidget(self.kind)
        for name, text, widget in (
            ("participant", self.tr("of"), self.participant), ("parts", self.tr("in parts"), self._parts),
            ("marker", self.tr("Marker"), self.marker), ("from", self.tr("from"), self._from),
            ("to", self.tr("to"), self._to), ("curve", self.tr("of"), self._curve), ("by", self.tr("by"), self._by),
            ("by or not", self.tr("by"), self._by_or_not),
            ("measure", self.tr("Figure"), self._measure), ("expression", self.tr("of"), self._expression),
        ):  # fmt: skip
            label = QLabel(text)
            label.setBuddy(widget)
            widget.setAccessibleName(text)
            self._rows[name] = (label, widget)
        self._rows["cluster"] = (self._cluster,)
        for widgets in self._rows.values():
            for each in widgets:
                row.addWidget(each)
        row.addWidget(self.ask)
        row.add_stretch()

    def _update(self) -> None:
        kind: Kind = self.kind.currentData()
        assert kind in get_args(Kind)
        for name, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(name in _NEEDED[kind])
