"""Write what a bundle may contain as a CycloneDX bill of materials: scripts/sbom.py TARGET."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from licences import requirements_of

APP = "fer-desktop"


def environment() -> dict[str, Any]:
    """What cyclonedx-py says of the environment that it runs in, tools for tests and checks included."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "all.json"
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-file", str(target), sys.executable]
        subprocess.run(command, check=True)
        values: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return values


def needed(values: dict[str, Any]) -> set[str]:
    """References of the app and all that it needs."""
    seen: dict[str, Distribution] = {}
    requirements_of(APP, seen)
    return {entry["bom-ref"] for entry in values["components"] if entry["name"].lower().replace("_", "-") in seen}


def main(target: Path) -> None:
    """Write the file."""
    values = environment()
    kept = needed(values)
    values["components"] = [entry for entry in values["components"] if entry["bom-ref"] in kept]
    values["dependencies"] = [
        {**entry, "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in kept]}
        for entry in values["dependencies"]
        if entry["ref"] in kept
    ]
    for entry in values["components"]:
        if entry["name"] == APP:  # where it was built is nobody's business
            entry.pop("externalReferences", None)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(values, indent=1), encoding="utf-8")
    print(f"{len(values['components'])} packages -> {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
