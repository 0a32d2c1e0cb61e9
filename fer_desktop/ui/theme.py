"""Light and dark, after the system or as chosen; and the words of the chosen language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from fer_desktop.settings import Language, Theme

_Role = QPalette.ColorRole
# window, text, base (fields), button, accent, notes, warnings
_LIGHT = ("#f4f5f6", "#1b1d20", "#ffffff", "#ffffff", "#2f6fb3", "#62676e", "#8a5a0f")
_DARK = ("#24272b", "#e6e8eb", "#1b1d20", "#33373d", "#4f8fd0", "#a0a5ac", "#d9a441")
_SOFT = 0.25  # how strong the accent is behind a selected row: colours of expressions are seen on it
_FRAMED = ("QLineEdit", "QComboBox", "QAbstractSpinBox", "QPlainTextEdit", "QCheckBox", "QRadioButton")
# the style draws their frames 1.4 times darker than their window: what is right on light ground is not seen on dark
_DARK_FRAMES = QColor("#858c95")


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Change the colours of every window, at once; "system" also follows later changes of the system."""
    hints = application.styleHints()
    if theme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if theme == "dark" else Qt.ColorScheme.Light)
    is_dark = hints.colorScheme() == Qt.ColorScheme.Dark if theme == "system" else theme == "dark"
    palette = _palette(_DARK if is_dark else _LIGHT)
    application.setPalette(palette)
    rows = QPalette(palette)
    rows.setColor(_Role.Highlight, _mixed(palette.color(_Role.Highlight), palette.color(_Role.Base)))
    rows.setColor(_Role.HighlightedText, palette.color(_Role.Text))
    application.setPalette(rows, "QAbstractItemView")  # type: ignore[arg-type]  # as below
    if is_dark:
        palette.setColor(_Role.Window, _DARK_FRAMES)
    for name in _FRAMED:
        application.setPalette(palette, name)  # type: ignore[arg-type]  # bytes, says the stub; Qt takes words


def use_theme(theme: Theme) -> None:
    """Give the application that runs these colours."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme)


def install_language(application: QApplication, language: Language, folder: Path) -> str:
    """Translate every text from now on, into this language alone; windows that are there keep theirs.

    Args:
        folder: Holds `fer_desktop_<language>.qm`.

    Returns:
        The language in use; English where there is no translation.
    """
    remove_languages(application)
    name = QLocale.system().name() if language == "system" else language
    if name.startswith("zh"):
        name = "zh_CN"
    ours = QTranslator(application)
    if not ours.load(f"fer_desktop_{name}.qm", str(folder)):
        return "en"
    qts = QTranslator(application)  # file dialogs, standard buttons
    if qts.load(f"qtbase_{name}.qm", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qts)
    application.installTranslator(ours)
    return name


def remove_languages(application: QCoreApplication) -> None:
    """Every text is English from now on."""
    for one in application.findChildren(QTranslator):
        application.removeTranslator(one)
        one.setParent(None)  # at once: `installed_language` looks at children


def _mixed(accent: QColor, ground: QColor) -> QColor:
    """The accent as it looks where it lies thinly on the ground."""
    parts = zip(accent.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]  # a tuple, says Qt
    return QColor(*(round(_SOFT * over + (1 - _SOFT) * under) for over, under in parts))


def _palette(colours: tuple[str, str, str, str, str, str, str]) -> QPalette:
    window, text, base, button, accent, notes, warnings = (QColor(name) for name in colours)
    palette = QPalette(button, window)
    for role, colour in (
        (_Role.WindowText, text),
        (_Role.Text, text),
        (_Role.ButtonText, text),
        (_Role.ToolTipText, text),
        (_Role.Base, base),
        (_Role.ToolTipBase, base),
        (_Role.AlternateBase, button),
        (_Role.Highlight, accent),
        (_Role.Link, accent),
        (_Role.HighlightedText, QColor("white")),
        (_Role.PlaceholderText, notes),
        (_Role.BrightText, warnings),
    ):
        palette.setColor(role, colour)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#8a8f96"))
    return palette
