"""One moment after the other, coded by keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import FerError
from fer_desktop.results.codes import UNKNOWN
from fer_desktop.session.codings import Coding
from fer_desktop.ui.label.key_button import KeyButton
from fer_desktop.ui.label.keys import CODE_KEYS, HOLD, INTENSITY_KEYS, SKIP, STOP, UNDO, code_name
from fer_desktop.ui.label.loop_view import LoopView
from fer_desktop.ui.label.loops import Key, Loop, LoopLoader, OpenLoops, key_of
from fer_desktop.ui.widgets.durations import clock
from fer_desktop.ui.widgets.fitting import Scrolled
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.translation import error_text

_KEYS_PX = 220
_AHEAD = 3  # moments that are fetched while one is looked at
_WITH_INTENSITY = frozenset(EXPRESSIONS[1:])  # of a neutral face there is none


class CodingPanel(QWidget):
    """The panel.

    Signals:
        changed(Coding): something was said, or taken back.
        stopped(): the coder wants to stop, or is through.
    """

    changed = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coding: Coding | None = None
        self._asks_intensity = False
        self._pending = ""  # a code whose intensity is still to be said
        self._began_s, self._began_at = 0.0, 0
        self._loops: dict[Key, Loop] = {}
        self._loader = LoopLoader(self)
        self._loader.loop_ready.connect(self._on_loop)
        self._loader.failed.connect(self._on_failed)
        self.view, self._progress, self._words, self._question = LoopView(), QProgressBar(), QLabel(), QLabel()
        self._codes = [self._button(key, code_name(code), partial(self._say, code)) for key, code in CODE_KEYS.items()]
        self._intensities = [
            self._button(key, text, partial(self._say_intensity, value))
            for (key, value), text in zip(INTENSITY_KEYS.items(), self._strengths(), strict=True)
        ]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()
        self._connect_keys()

    def begin(self, coding: Coding, open_loops: OpenLoops, asks_intensity: bool) -> None:
        """Let this coder go on.

        Args:
            open_loops: Shows the moments.
            asks_intensity: How strong an expression is, too.
        """
        self._coding, self._asks_intensity, self._pending = coding, asks_intensity, ""
        self._loops = {}
        self._began_s, self._began_at = time.monotonic(), coding.n_coded
        self._loader.open(open_loops)
        self._show()
        self.setFocus()

    def end(self) -> None:
        """Let go of the video."""
        self._loader.close()
        self._coding = None
        self._loops = {}
        self.view.show_message("")

    @property
    def coding(self) -> Coding | None:
        """What was said until now; None while nobody codes."""
        return self._coding

    def _say(self, code: str) -> None:
        if self._coding is None or self._coding.current is None or self._pending:
            return
        if code != UNKNOWN and key_of(self._coding.current) not in self._loops:
            return  # nobody has seen it yet
        if self._asks_intensity and code in _WITH_INTENSITY:
            self._pending = code
            self._show_question()
            return
        self._change(self._coding.coded(code))

    def _say_intensity(self, value: int) -> None:
        if self._coding is not None and self._pending:
            code, self._pending = self._pending, ""
            self._change(self._coding.coded(code, value))

    def _undo(self) -> None:
        if self._coding is None:
            return
        if self._pending:
            self._pending = ""
            self._show_question()
        elif self._coding.n_coded:
            self._change(self._coding.undone())

    def _skip(self) -> None:
        if self._coding is not None and self._coding.current is not None and not self._pending:
            self._change(self._coding.skipped())

    def _on_key(self, key: str) -> None:
        """A digit: of a code, or of how strong it is."""
        if self._pending:
            if key in INTENSITY_KEYS:
                self._say_intensity(INTENSITY_KEYS[key])
        else:
            self._say(CODE_KEYS[key])

    def _change(self, coding: Coding) -> None:
        self._coding = coding
        self.changed.emit(coding)
        if coding.current is None:
            self.stopped.emit()
        else:
            self._show()

    def _show(self) -> None:
        coding = self._coding
        assert coding is not None
        n, total = coding.n_coded, len(coding.moments)
        self._progress.setRange(0, total)
        self._progress.setValue(n)
        words = [self.tr("{0} of {1}").format(n + 1, total)]
        if n > self._began_at:
            left_s = (time.monotonic() - self._began_s) / (n - self._began_at) * (total - n)
            words.append(self.tr("about {0} left").format(clock(left_s)))
        self._words.setText(", ".join(words))
        self._show_question()
        coming = coding.moments[n : n + _AHEAD]
        wanted = {key_of(moment) for moment in coming}
        self._loops = {key: loop for key, loop in self._loops.items() if key in wanted}
        # the thread remembers nothing: it may never see a wish that the next one overtakes
        self._loader.want([moment for moment in coming if key_of(moment) not in self._loops])
        loop = self._loops.get(key_of(coming[0]))
        if loop is not None:
            self.view.show_loop(loop)
        else:
            self.view.show_message(self.tr("One moment..."))

    def _show_question(self) -> None:
        asks_strength = bool(self._pending)
        strength = self.tr("{0}: how strong?").format(code_name(self._pending)) if asks_strength else ""
        self._question.setText(strength or self.tr("What does this face show?"))
        for button in self._codes:
            button.setVisible(not asks_strength)
        for button in self._intensities:
            button.setVisible(asks_strength)

    def _on_loop(self, key: Key, loop: Loop) -> None:
        coding = self._coding
        if coding is None:
            return
        self._loops[key] = loop
        if coding.current is not None and key_of(coding.current) == key:
            self.view.show_loop(loop)

    def _on_failed(self, error: FerError) -> None:
        if self._coding is not None and self.view.loop is None:
            self.view.show_message(error_text(error))

    def _strengths(self) -> tuple[str, ...]:
        return self.tr("a trace"), self.tr("slight"), self.tr("marked"), self.tr("strong"), self.tr("extreme")

    def _button(self, key: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = KeyButton(key, text)
        button.clicked.connect(lambda _=False: act())
        return button

    def _arrange(self) -> None:
        side, below, row, whole = QVBoxLayout(), FlowRow(), QHBoxLayout(), QVBoxLayout(self)
        self._question.setWordWrap(True)
        side.addWidget(self._question)
        for button in (*self._codes, *self._intensities):
            side.addWidget(button)
        side.addStretch(1)
        panel = QWidget()
        panel.setLayout(side)
        area = Scrolled(panel, _KEYS_PX)
        area.setFixedWidth(_KEYS_PX)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.view, 1)
        row.addWidget(area)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._progress.setAccessibleName(self.tr("Coded moments"))
        for key, text, act in (
            (UNDO, self.tr("Undo"), self._undo),
            (SKIP, self.tr("Later"), self._skip),
            (HOLD, self.tr("Hold"), self.view.toggle),
            (STOP, self.tr("Stop"), self.stopped.emit),
        ):
            name = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            button = self._button(name, text, act)
            below.addWidget(button)
        below.add_stretch()
        below.addWidget(self._words)
        whole.addLayout(row, 1)
        whole.addWidget(self._progress)
        whole.addLayout(below)

    def _connect_keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {key: partial(self._on_key, key) for key in CODE_KEYS}
        acts.update({UNDO: self._undo, SKIP: self._skip, HOLD: self.view.toggle, STOP: self.stopped.emit})
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)  # a key that is held down is one code
            shortcut.activated.connect(lambda act=act: act())
