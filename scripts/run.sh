#!/bin/sh
# Start the app. Without a display, do its main job on the demo source instead.
set -eu
cd "$(dirname "$0")/.."
if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "No display: analysing 20 seconds of the demo instead of opening the window."
    exec .venv/bin/fer-desktop analyze demo --duration 20 --plot
fi
exec .venv/bin/fer-desktop
