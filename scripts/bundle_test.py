"""Start a built bundle as a stranger would, far from the source tree: scripts/bundle_test.py FOLDER.

Doctor, an analysis, then the window with the demo: it records two seconds, and the session is
exported, coded, evaluated and adapted to. Needs a display; under Linux without one, Xvfb is started.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main(folder: Path) -> int:
    """Run every step; returns the exit code."""
    program = folder / ("fer-desktop.exe" if os.name == "nt" else "fer-desktop")
    if not program.is_file():
        print(f"{program} is not there: build it first (make bundle).", file=sys.stderr)
        return 1
    n_bytes = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{folder.name}: {n_bytes / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(prefix="far away ") as away:
        copy = Path(shutil.copytree(folder, Path(away, folder.name)), program.name)
        environment = _environment(Path(away))
        _write_settings(Path(away, "home"))

        def run(*arguments: str, prefix: tuple[str, ...] = ()) -> str:
            command = [*prefix, str(copy), *arguments]
            done = subprocess.run(
                command, cwd=away, env=environment, capture_output=True, text=True, timeout=180, check=False
            )
            if done.returncode != 0 or "Traceback" in done.stderr:
                raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
            return done.stdout

        print(run("--version").strip())
        print(f"doctor: can run {json.loads(run('doctor', '--json'))['can_run']}")
        summary = json.loads(
            run("analyze", "demo", "--duration", "1", "--voice", "--details", "--out", str(Path(away, "out")), "--json")
        )
        print(f"analyze: {summary['sessions'][0]['n_frames']} frames, {summary['sessions'][0]['n_faces']} face")
        heard = next(Path(away, "out").glob("*/voice.csv")).read_text(encoding="utf-8").splitlines()
        print(f"analyze: {len(heard) - 1} rows of its voice")
        run("--source", "demo", "--record-for", "2", prefix=_display())
        (session,) = Path(away, "home", "sessions").iterdir()
        table = Path(away, "table.csv")
        run("sessions", "export", str(session), str(table))
        with table.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        times = [float(row["time_s"]) for row in rows]
        print(f"window: {len(rows)} rows over {times[-1] - times[0]:.1f} s")
        said = Path(away, "said.srt")
        said.write_bytes("1\n00:00:00,200 --> 00:00:01,500\nЯ очень рад видеть тебя здесь.\n".encode("cp1251"))
        run("sessions", "transcript", str(session), str(said))
        if "рад видеть" not in (session / "words.csv").read_text(encoding="utf-8"):
            raise SystemExit("an old encoding of a transcript is not told")
        print("transcript: an old encoding is told")
        labelled = _label(Path(away), session)
        print(f"evaluate: {json.loads(run('evaluate', str(labelled), '--json'))['n']} labelled stretches")
        run("adapt", "make", "demo", str(labelled), "--anyway")
        print(f"adapt: {run('adapt', 'list').strip()}")
        moments = Path(away, "anna.csv")
        run("sessions", "sample", str(session), str(moments))
        moments.write_text(moments.read_text(encoding="utf-8").replace(",,", ",happiness,"), encoding="utf-8")
        run("sessions", "codes", str(session), str(moments))
        print(f"agreement: {len(run('sessions', 'agreement', str(session)).splitlines())} lines")
        if not (1.0 < times[-1] - times[0] < 5.0 and any(row["face_id"] for row in rows)):
            raise SystemExit("the recording is not two seconds of a face")
    print("the bundle works")
    return 0


def _label(away: Path, session: Path) -> Path:
    """A table that labels short stretches of two copies of the video, wrongly: what comes of it is of no interest."""
    table, (video,) = away / "labels.csv", session.glob("video.*")
    rows = ["file,expression,start_s,end_s"]
    for i, copy in enumerate(("one", "two")):
        name = shutil.copy(video, away / f"{copy}{video.suffix}").name
        rows += [
            f"{name},{'anger' if (place + i) % 2 else 'happiness'},{place / 10},{place / 10 + 0.3}"
            for place in range(12)
        ]
    table.write_text("\n".join(rows), encoding="utf-8")
    return table


def _environment(away: Path) -> dict[str, str]:
    """Nothing of this one but what a system needs; the program is to find all else by itself."""
    kept = (
        "PATH",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "LANG",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "APPDATA",
        "USERPROFILE",
    )
    values = {name: os.environ[name] for name in kept if name in os.environ}
    if os.name != "nt":
        values["PATH"] = "/usr/bin:/bin"
    return {**values, "HOME": str(away), "FER_DESKTOP_HOME": str(away / "home")}


def _write_settings(home: Path) -> None:
    home.mkdir()
    (home / "settings.json").write_text(json.dumps({"has_agreed": True, "video": "plain"}), encoding="utf-8")


def _display() -> tuple[str, ...]:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return ("xvfb-run", "-a", "-s", "-screen 0 1280x800x24")
    return ()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
