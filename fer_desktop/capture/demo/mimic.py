"""What a drawn face does, as a few numbers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Mimic:
    """What the face does; 0 is at rest, 1 is plainly visible.

    Attributes:
        smile: Corners of the mouth up and out, cheeks up.
        open: Jaw down.
        round: Mouth narrow.
        brow_up: Brows raised.
        brow_knit: Inner ends of the brows down and together.
        brow_slant: Inner ends of the brows up.
        corner_down: Corners of the mouth down.
        press: Lips thin.
        wide: Eyes wide; negative narrows them.
        blink: 1 closes the eyes.
        sneer: Upper lip and wings of the nose up.
        upper: Upper lip up, over the teeth.
        lower: Lower lip down.
        dimple: Corners of the mouth tight.
        lean: 1 leaves the smile to the person's left side alone, -1 to the right one.
        wink: 1 closes the person's left eye, -1 the right one.
        look_left: Where the eyes look, to the person's left; 1 is as far as they go.
        look_up: The same, up.
    """

    smile: float = 0.0
    open: float = 0.0
    round: float = 0.0
    brow_up: float = 0.0
    brow_knit: float = 0.0
    brow_slant: float = 0.0
    corner_down: float = 0.0
    press: float = 0.0
    wide: float = 0.0
    blink: float = 0.0
    sneer: float = 0.0
    upper: float = 0.0
    lower: float = 0.0
    dimple: float = 0.0
    lean: float = 0.0
    wink: float = 0.0
    look_left: float = 0.0
    look_up: float = 0.0

    def mixed(self, other: Mimic, share: float) -> Mimic:
        """This one at `share` 0, the other at 1."""
        values = {f.name: (1 - share) * getattr(self, f.name) + share * getattr(other, f.name) for f in fields(self)}
        return Mimic(**values)

    def moved(self, other: Mimic, share: float) -> Mimic:
        """The same, but a movement of one side grows on that side alone."""
        return replace(self.mixed(other, share), lean=other.lean)

    def of_side(self, side: int) -> Mimic:
        """What one side does: 1 is the person's left one, which is on the right of the picture."""
        share = min(max(1 + self.lean * side, 0.0), 1.0)
        return replace(self, smile=share * self.smile, blink=max(self.blink, self.wink * side))
