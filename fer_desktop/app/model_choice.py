"""With which model faces are read, and how: what the command line says, else the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fer_desktop.app.options import WindowOptions
from fer_desktop.paths import adapted_dir, weights_dir
from fer_desktop.settings import DEFAULT_MAX_FACES, Device, Prior, Settings

if TYPE_CHECKING:
    from fer_desktop.vision.analyzer import AnalyzerOptions


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """See `AnalyzerOptions`; `adapted` is a name or a file, "" for the model as shipped."""

    device: Device = "auto"
    prior: Prior = "balanced"
    max_faces: int = DEFAULT_MAX_FACES
    details: bool = False
    adapted: str = ""

    @classmethod
    def of(cls, options: WindowOptions, settings: Settings) -> ModelChoice:
        """The choice of this run."""
        return cls(
            options.device or settings.device,
            options.prior or settings.prior,
            options.max_faces or settings.max_faces,
            settings.details,
            settings.adapted if options.adapted is None else options.adapted,
        )

    @property
    def adapted_file(self) -> Path | None:
        """The file of adapted weights.

        Raises:
            ExportError: nothing can have this name.
        """
        from fer_desktop.vision.adapted import chosen_adapted

        return chosen_adapted(adapted_dir(), self.adapted)

    def analyzer(self, max_faces: int | None = None, threads: int | None = None) -> AnalyzerOptions:
        """For an analyzer; other than chosen are, if given, faces at a time and threads of the CPU.

        Raises:
            ExportError: as `adapted_file`.
        """
        from fer_desktop.vision.analyzer import AnalyzerOptions  # takes seconds to import
        from fer_desktop.vision.runtime import LIVE_THREADS

        return AnalyzerOptions(
            weights_dir(),
            max_faces or self.max_faces,
            self.device,
            threads or LIVE_THREADS,
            prior=self.prior,
            details=self.details,
            adapted=self.adapted_file,
        )
