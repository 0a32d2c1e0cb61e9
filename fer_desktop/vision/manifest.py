"""What `manifest.json` says of the files beside it, and whether they are those files. No torch, no ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from fer_desktop.core.baseline import Calibration
from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS, NEUTRAL
from fer_desktop.core.rest_check import RestCheck
from fer_desktop.errors import WeightsMismatch
from fer_desktop.facts import Distance, Facts, Number
from fer_desktop.weight_file import REINSTALL_HINT, FileName, Hash, ModelDescription, Size, WeightFile, read_description

PriorChoice = Literal["balanced", "photographs"]
PREPROCESSING = "aligned gray crop, mean 0, deviation 1 (fer_desktop.vision.preprocess, version 1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkConfig(Facts):
    """Everything needed to build the network without its weights.

    Attributes:
        input_px: Side of the square gray input.
        widths: Channels of the stem and of each following block; a block that is wider than the
            one before halves the side.
        hidden: Size of what the GRU remembers.
        units: Names of the action units that are read out, as in `core.action_units`.
        dropout: Share of features dropped in training, before the classifier.
    """

    input_px: Size = 64
    widths: tuple[Size, ...] = (28, 56, 112, 224, 224)
    hidden: Size = 64
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.3
    units: tuple[str, ...] = ()

    @property
    def state_size(self) -> int:
        """Numbers that are handed from step to step: what the GRU remembers, and the answer until now."""
        return self.hidden + N_EXPRESSIONS


_N_EACH = Meta(min_length=N_EXPRESSIONS, max_length=N_EXPRESSIONS)
_Each = Annotated[tuple[Number, ...], _N_EACH]


@dataclass(frozen=True, kw_only=True, slots=True)
class NeutralFacts(Facts):
    """How answers are read against a person's own neutral face; see `core.baseline.Calibration`.

    Attributes:
        mixing: None where each expression counts for itself alone.
        by_answer, by_movement: Of `core.rest_check.RestCheck`; empty where they were not fitted.
    """

    reference: _Each
    gain: Number
    half_at: Distance = 0.0
    mixing: Annotated[tuple[_Each, ...], _N_EACH] | None = None
    by_answer: tuple[Number, ...] = ()
    by_movement: tuple[Number, ...] = ()

    def calibration(self, reference: tuple[float, ...]) -> Calibration:
        """Read with the logits of these neutral faces."""
        return Calibration(reference, self.gain, self.half_at, self.mixing or ())


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotographReadout(WeightFile):
    """Another last layer of the CNN, of which *as in photographs* is read: what a crowd says of photographs.

    Attributes:
        reference: (8,) as in `NeutralFacts`, of this layer.
        certainty: Weights of `core.certainty`, of this layer; empty where they were not fitted.
    """

    reference: _Each
    certainty: tuple[Number, ...] = ()


class Reading(NamedTuple):
    """How the answers of a last layer are read with a prior.

    Attributes:
        shift: (8,) added to the logits.
        certainty: Weights of `core.certainty`.
        calibration: Against a person's own neutral face; None where that is not known.
    """

    shift: tuple[float, ...]
    certainty: tuple[float, ...]
    calibration: Calibration | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin(ModelDescription):
    """Where weights come from.

    Attributes:
        clips: Names of the clips that it was trained on, which therefore cannot judge it.
        calibration: Figures by which its answers were calibrated.
        log_frequency: (8,) logarithm of how often each expression occurs in the photographs it learned from, with
            `calibration["prior_share"]` the share of it that the answers contain; empty where that is not known.
        leanings: For each action unit (8,) how far it moves the logits when it goes from 0 to 1, on average over drawn
            people; empty where that was not measured.
        neutral: Of the neutral faces of those photographs (`training.baselines`); None where that was not measured.
        certainty: Weights of `core.certainty`; empty where they were not fitted.
        photographs: The last layer for photographs; None where they are read with the one for all.
    """

    clips: tuple[str, ...] = ()
    calibration: Mapping[str, float] = field(default_factory=dict)
    log_frequency: tuple[float, ...] = ()
    leanings: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    neutral: NeutralFacts | None = None
    certainty: tuple[float, ...] = ()
    photographs: PhotographReadout | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest(Origin):
    """What `manifest.json` says.

    Attributes:
        file, sha256: The weights, for torch.
        labels: The expressions, in the order of the network's outputs.
        preprocessing: What is done to a face before the network sees it.
        network: Shape of the network.
        onnx: The same network and weights for ONNX Runtime; None where it was not exported.
    """

    file: FileName
    sha256: Hash
    labels: tuple[str, ...]
    preprocessing: str
    network: NetworkConfig
    onnx: WeightFile | None = None

    @property
    def weights(self) -> WeightFile:
        """The file of the weights that torch reads, and its checksum."""
        return WeightFile(file=self.file, sha256=self.sha256)

    def own_readout(self, prior: PriorChoice) -> PhotographReadout | None:
        """The last layer that this prior has for itself; None where it reads the one of the network."""
        return self.photographs if prior == "photographs" else None

    def reading(self, prior: PriorChoice, is_adapted: bool = False) -> Reading:
        """How answers are read with a prior; adapted weights have one last layer for every prior."""
        own = None if is_adapted else self.own_readout(prior)
        if own is None:
            return Reading(self.prior_shift(prior), self.certainty, self.neutral_calibration(prior))
        known = self.neutral
        calibration = None if known is None else known.calibration(own.reference)
        return Reading((0.0,) * N_EXPRESSIONS, own.certainty, calibration)

    def prior_shift(self, prior: PriorChoice) -> tuple[float, ...]:
        """(8,) what is added to the logits of the network's own last layer; zeros for the prior that they contain.

        Logit adjustment after Menon et al. 2021 (arXiv 2007.07314): a share of the log frequency in photographs.
        Photographs are also given back what neutral was lowered by.
        """
        shift = list(self._frequency_shift(prior))
        if prior == "photographs" and self.log_frequency:
            shift[NEUTRAL] += self.calibration.get("neutral_lowered", 0.0)
        return tuple(shift)

    def _frequency_shift(self, prior: PriorChoice) -> tuple[float, ...]:
        figures = self.calibration
        if prior == "balanced" or not self.log_frequency:
            return (0.0,) * N_EXPRESSIONS
        share = (figures["photographs_share"] - figures["prior_share"]) / figures["temperature"]
        return tuple(share * value for value in self.log_frequency)

    def neutral_calibration(self, prior: PriorChoice) -> Calibration | None:
        """How answers with this prior are read against a person's own neutral face; None where that is not known.

        What neutral was lowered by does not count here: whose own face at rest is known needs no such help.
        """
        if self.neutral is None:
            return None
        pairs = zip(self.neutral.reference, self._frequency_shift(prior), strict=True)
        reference = tuple(value + shift for value, shift in pairs)
        return self.neutral.calibration(reference)

    @property
    def rest_check(self) -> RestCheck | None:
        """What tells a face at rest from one that shows something; None where it was not fitted, or does not fit."""
        known, n_answer = self.neutral, N_EXPRESSIONS
        if known is None or len(known.by_answer) != n_answer:
            return None
        return RestCheck(known.by_answer, known.by_movement)


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest in `folder`.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other labels or preprocessing.
    """
    manifest = read_description(folder, Manifest, PREPROCESSING)
    if manifest.labels != EXPRESSIONS:
        raise WeightsMismatch(
            "The model's labels are {labels}, expected {expected}.",
            REINSTALL_HINT,
            labels=list(manifest.labels),
            expected=list(EXPRESSIONS),
        )
    return manifest
