"""What a bundle holds as a CycloneDX bill of materials. `build.spec` writes it."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bundled import Held, SystemPackage
from packaging.utils import canonicalize_name

APP = "fer-desktop"


def environment() -> dict[str, Any]:
    """What cyclonedx-py says of the environment that it runs in, tools for tests and checks included."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "all.json"
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-file", str(target), sys.executable]
        subprocess.run(command, check=True)
        values: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return values


def write_sbom(target: Path, held: Held) -> None:
    """Write the file."""
    values = environment()
    names = {*held.packages, APP}
    kept = {entry["bom-ref"] for entry in values["components"] if canonicalize_name(entry["name"]) in names}
    values["components"] = [entry for entry in values["components"] if entry["bom-ref"] in kept]
    values["dependencies"] = [
        {**entry, "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in kept]}
        for entry in values["dependencies"]
        if entry["ref"] in kept
    ]
    for entry in values["components"]:
        if entry["name"] == APP:  # where it was built is nobody's business
            entry.pop("externalReferences", None)
    values["components"] += [
        {"type": "application", "bom-ref": "python", "name": "python", "version": platform.python_version()},
        *map(_component, held.system),
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(values, indent=1), encoding="utf-8")
    print(f"{len(values['components'])} components -> {target}")


def _component(package: SystemPackage) -> dict[str, Any]:
    purl = f"pkg:deb/{package.name}@{package.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
    }
