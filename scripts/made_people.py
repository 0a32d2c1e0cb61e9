"""Draw people whose anger is hard to read, as a labelled set to try `evaluate` and `adapt` on.

    python scripts/made_people.py FOLDER

Writes FOLDER/EXPRESSION/PERSON/N.png. The faces are those of the demo, in other colours and postures; nobody is shown.
"""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from pathlib import Path

import cv2
import numpy as np

from fer_desktop.capture.demo.brush import HEAD_CENTRE, Brush
from fer_desktop.capture.demo.face import BLURS, FACE_WIDTH, LOOKS, Appearance, draw_features, draw_head
from fer_desktop.capture.demo.light import Light
from fer_desktop.capture.demo.mimic import Mimic
from fer_desktop.capture.demo.poses import POSES

N_PEOPLE, N_PICTURES = 12, 3
WIDTH, HEIGHT, FACE_PX = 360, 400, 200.0
# brows hardly down, lips pressed: what they themselves would call anger
QUIET_ANGER = Mimic(brow_knit=0.45, press=0.8, corner_down=0.25, wide=-0.25)
WALL = (186, 182, 172)


def main() -> int:
    """Write the pictures; returns the exit code."""
    if len(sys.argv) != 2 or Path(sys.argv[1]).exists():
        print("usage: python scripts/made_people.py FOLDER   (a new one)", file=sys.stderr)
        return 2
    rng = np.random.default_rng(1)
    poses = {**POSES, "anger": QUIET_ANGER}
    for person in range(N_PEOPLE):
        look = coloured(LOOKS[person % len(LOOKS)], rng)
        for expression, mimic in poses.items():
            folder = Path(sys.argv[1]) / expression / f"p{person:02d}"
            folder.mkdir(parents=True)
            for i in range(N_PICTURES):
                cv2.imwrite(str(folder / f"{i + 1}.png"), portrait(look, varied(mimic, rng), rng)[:, :, ::-1])
    print(f"{N_PEOPLE} people with {len(poses)} expressions drawn into {sys.argv[1]}")
    return 0


def coloured(look: Appearance, rng: np.random.Generator) -> Appearance:
    """Another person: the same colours, each a little lighter or darker."""
    shades = {
        one.name: tuple(int(c) for c in np.clip(np.array(getattr(look, one.name)) * rng.uniform(0.85, 1.1), 0, 255))
        for one in fields(look)
    }
    return replace(look, **shades)


def varied(mimic: Mimic, rng: np.random.Generator) -> Mimic:
    """The same expression, shown a little more or less."""
    return Mimic(**{one.name: getattr(mimic, one.name) * rng.uniform(0.8, 1.15) for one in fields(mimic)})


def portrait(look: Appearance, mimic: Mimic, rng: np.random.Generator) -> np.ndarray:
    """(H, W, 3) RGB picture of one face."""
    image = np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
    light = Light(WIDTH, HEIGHT, tuple(blur * FACE_PX / FACE_WIDTH for blur in BLURS))
    place = cv2.getRotationMatrix2D(HEAD_CENTRE, rng.uniform(-6, 6), FACE_PX / FACE_WIDTH)
    place[:, 2] += np.array([WIDTH, HEIGHT]) / 2 - HEAD_CENTRE + rng.uniform(-8, 8, 2)
    brush = Brush(image, light, place, rng.uniform(-0.2, 0.2), rng.uniform(-0.08, 0.08))
    draw_head(brush, mimic, look)
    light.apply(image)
    draw_features(brush, mimic, look)
    noise = rng.normal(0, 2.2, image.shape)
    return np.clip(cv2.GaussianBlur(image, (3, 3), 0) * rng.uniform(0.9, 1.08) + noise, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    sys.exit(main())
