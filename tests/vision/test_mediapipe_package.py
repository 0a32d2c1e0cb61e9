"""Only what is used of MediaPipe is imported, and nobody else notices."""

import subprocess
import sys
from importlib.metadata import version

import pytest

_FINDS_FACES = (
    "import sys, numpy\n"
    "from fer_desktop.vision.landmarker import Landmarker\n"
    "assert Landmarker().find(numpy.zeros((64, 64, 3), numpy.uint8), 0.0) == ()\n"
)


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_to_find_faces_imports_no_library_of_plots_or_sound():
    heavy = {"matplotlib", "sounddevice", "mediapipe.python.solutions", "mediapipe.tasks", "jax", "scipy"}
    assert heavy.isdisjoint(run(f"{_FINDS_FACES}print(*sys.modules)"))


@pytest.mark.parametrize("first", ["", "import mediapipe\n"])
def test_another_program_in_the_process_has_all_of_mediapipe(first):
    code = (
        f"{first}{_FINDS_FACES}import mediapipe as mp\n"
        "picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=numpy.zeros((64, 64, 3), numpy.uint8))\n"
        "with mp.solutions.face_mesh.FaceMesh() as mesh:\n"
        "    print(mesh.process(numpy.zeros((64, 64, 3), numpy.uint8)).multi_face_landmarks)\n"
        "from mediapipe.tasks.python import vision\n"
        "print(picture.width, mp.__version__, mp.tasks.vision is vision, hasattr(mp, 'nothing'), hasattr(mp, '__x__'))"
    )
    assert run(code) == ["None", "64", version("mediapipe"), "True", "False", "False"]
