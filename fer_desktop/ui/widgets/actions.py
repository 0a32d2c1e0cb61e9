"""Everything that the user can do, as one table of actions: text, key, and what it does in a sentence.

Buttons, menus and the help sheet are made from it. Shown keys and real keys cannot differ.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.plain_text import plain_tip

N_LABELS = 9
_WITH_ICON = (
    "marker", "snapshot", "next_face", "explain", "pause", "follow", "mirror", "boxes", "labels", "landmarks", "pose",
    "full_screen", "listen",
)  # fmt: skip
_EVERYWHERE = (
    "full_screen", "export", "open_session", "open_folder", "settings", "kept_faces", "adapted_models",
    "guide", "tour", "log_folder", "keys", "about", "quit",
)  # fmt: skip


class Actions(QObject):
    """The actions; who connects them decides what they do."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: list[QAction] = []
        self.start = self._add(self.tr("Start"), "Space", self.tr("Start or stop the source"))
        self.record = self._add(self.tr("Record"), "R", self.tr("Record a session, or end the recording"))
        self.marker = self._add(self.tr("Marker"), "M", self.tr("Mark this moment of the recording, with a text"))
        self.snapshot = self._add(self.tr("Snapshot"), "S", self.tr("Save the picture with what is drawn over it"))
        self.listen = self._toggle(self.tr("Listen"), "V", self.tr("Listen to voices, too: the microphone is open"))
        self.next_face = self._add(self.tr("Next face"), "N", self.tr("Select the next face"))
        self.explain = self._add(self.tr("Explain"), "E", self.tr("Show what the decision about the face rests on"))
        self.neutral = self._add(
            self.tr("Neutral face..."), "U", self.tr("Measure how each face looks at rest, and read scores against it")
        )
        self.screen_points = self._add(
            self.tr("Gaze on the screen..."),
            "G",
            self.tr("Look at five points of the screen, so that gaze is told on it"),
        )
        self.calibrated = self._toggle(
            self.tr("Calibrated"),
            "C",
            self.tr("Show scores that are read against the own neutral face where it is known"),
        )
        self.pause = self._toggle(self.tr("Pause"), "P", self.tr("Hold the timelines still; recording goes on"))
        self.follow = self._add(self.tr("Follow"), "End", self.tr("Let the timelines follow the present again"))
        self.mirror = self._toggle(
            self.tr("Mirror"), "I", self.tr("Show the picture as in a mirror; data stay as they are")
        )
        self.boxes = self._toggle(self.tr("Boxes"), "B", self.tr("Draw a box around each face"))
        self.labels = self._toggle(self.tr("Labels"), "T", self.tr("Write name and expression at each face"))
        self.landmarks = self._toggle(self.tr("Landmarks"), "L", self.tr("Draw the landmarks of each face"))
        self.pose = self._toggle(self.tr("Pose"), "O", self.tr("Draw where each head points"))
        self.full_screen = self._add(self.tr("Full screen"), "F", self.tr("Show the picture alone; Escape goes back"))
        self.export = self._add(
            self.tr("Export..."), "Ctrl+E", self.tr("Write the timeline of a session where you want it")
        )
        self.open_session = self._add(
            self.tr("Open session..."), "Ctrl+Shift+O", self.tr("Show a session that lies anywhere")
        )
        self.open_folder = self._add(self.tr("Session folder"), "Ctrl+O", self.tr("Open the folder of the sessions"))
        self.settings = self._add(self.tr("Settings..."), "Ctrl+,", self.tr("Change how the app works"))
        self._add_rest()
        self.quit = self._add(self.tr("Quit"), "Ctrl+Q", self.tr("Close the app; a recording is finished first"))
        self.quick_markers = [self._quick_marker(number) for number in range(1, N_LABELS + 1)]
        everywhere = [getattr(self, name) for name in _EVERYWHERE]
        for name in _WITH_ICON:
            getattr(self, name).setIcon(icon(name.replace("_face", "").replace("_", "-")))
        self._of_live_page = [action for action in self.all if action not in everywhere]

    def _add_rest(self) -> None:
        self.kept_faces = self._add(
            self.tr("Kept neutral faces..."),
            "",
            self.tr("List the neutral faces that are kept with a name, delete them"),
        )
        self.adapted_models = self._add(
            self.tr("Adapted models..."), "", self.tr("List the models that were adapted to people; use, remove them")
        )
        self.keys = self._add(self.tr("Keyboard shortcuts"), "F1", self.tr("List every key and what it does"))
        self.guide = self._add(self.tr("User guide"), "Shift+F1", self.tr("Read the user guide; no network is needed"))
        self.tour = self._add(self.tr("One-minute tour"), "", self.tr("Walk through the window with the demo"))
        self.log_folder = self._add(self.tr("Log folder"), "", self.tr("Open the folder of the log files"))
        self.about = self._add(self.tr("About"), "", self.tr("Versions, licences, and what the model knows"))

    def set_marker_labels(self, labels: tuple[str, ...]) -> None:
        """Name what the keys 1 to 9 write."""
        for action, label in zip(self.quick_markers, labels, strict=True):
            action.setText(label.replace("&", "&&"))  # a single one would mark a key of the menu
            action.setData(label)
            self._describe(action, self.tr('Mark this moment with "{0}"').format(label))

    def set_live_keys(self, are_on: bool) -> None:
        """Let the keys of what is done on the Live page work, or not; its menus and buttons always do.

        Most are single letters and Space, which mean something else on other pages.
        """
        context = Qt.ShortcutContext.WindowShortcut if are_on else Qt.ShortcutContext.WidgetShortcut
        for action in self._of_live_page:
            action.setShortcutContext(context)

    def _quick_marker(self, number: int) -> QAction:
        return self._add(str(number), str(number), "")

    def _toggle(self, text: str, key: str, meaning: str) -> QAction:
        action = self._add(text, key, meaning)
        action.setCheckable(True)
        return action

    def _add(self, text: str, key: str, meaning: str) -> QAction:
        action = QAction(text, self)
        action.setAutoRepeat(False)  # a key that is held down is one wish
        if key:
            action.setShortcut(QKeySequence(key))
        self._describe(action, meaning)
        self.all.append(action)
        return action

    @staticmethod
    def _describe(action: QAction, meaning: str) -> None:
        """The meaning, and the key behind it."""
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(plain_tip(f"{meaning} ({key})" if key else meaning))
        action.setStatusTip("")
        action.setWhatsThis(meaning)
