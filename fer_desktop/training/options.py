"""The choices of a training run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """Choices of one run.

    Attributes:
        epochs: One is as many photographs as FER+ has for training.
        balance: Photographs are drawn in proportion to (frequency of their expressions) ** -balance:
            0 as they come, 1 each expression equally often.
        share: How much of a batch is drawn faces.
        units: Weight of the loss on their muscles.
        adversary: Weight of a loss that makes photographs and drawn faces alike to the classifier
            (domain-adversarial training, Ganin et al. 2016, arXiv 1505.07818); 0 leaves it out.
        adjusted: Whether the logits learn what is left when the frequency of the expressions in either source
            is taken into account (logit adjustment, Menon et al. 2021, arXiv 2007.07314).
        apart: How much of what photographs teach goes to a readout of their own (`PhotographReadout`) instead of
            the one that ships; 0 leaves it out.
        mixing: Share of crops that are blended with another one.
        restyled: Share of drawn faces that get light and contrast of a photograph (`augment.restyled`).
        teacher_share: Weight of the teachers' opinion on photographs; the rest is the votes.
        rendered_share: Weight of their opinion on drawn faces, whose expression is known.
    """

    epochs: int = 40
    batch: int = 256
    peak_rate: float = 0.12
    weight_decay: float = 5e-4
    balance: float = 0.5
    share: float = 0.5
    units: float = 1.0
    adversary: float = 0.0
    adjusted: int = 1
    apart: float = 0.0
    mixing: float = 0.0
    restyled: float = 0.0
    teacher_share: float = 0.7
    rendered_share: float = 0.4
    average_decay: float = 0.998
    seed: int = 1
    bf16: bool = False
