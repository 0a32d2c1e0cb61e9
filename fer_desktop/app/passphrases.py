"""The passphrases that were given in this run of the app: in memory only, each asked for once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget


class Passphrases:
    """By the name of a session's folder."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._given: dict[str, str] = {}

    def unlock(self, folder: Path, then: Callable[[str], object]) -> None:
        """Go on with the passphrase of a session; "" for a plain one."""
        from fer_desktop.session.store import is_sealed
        from fer_desktop.ui.dialogs.passphrase import PassphraseDialog

        if not is_sealed(folder) or folder.name in self._given:
            then(self._given.get(folder.name, ""))
            return
        dialog = PassphraseDialog(folder.name, self._window)

        def accepted() -> None:
            self._given[folder.name] = dialog.passphrase
            then(dialog.passphrase)

        dialog.accepted.connect(accepted)
        dialog.open()

    def unlock_all(self, folders: Sequence[Path], then: Callable[[list[str]], object]) -> None:
        """Go on with the passphrases of several, asked for one after the other."""

        def next_one(words: list[str]) -> None:
            if len(words) == len(folders):
                then(words)
            else:
                self.unlock(folders[len(words)], lambda word: next_one([*words, word]))

        next_one([])

    def rename(self, before: Path, after: Path) -> None:
        """A session has another name now."""
        self._given[after.name] = self._given.get(before.name, "")

    def forget(self) -> None:
        """One was wrong: the next try asks again."""
        self._given.clear()
