"""FER Desktop: real-time facial expressions, recorded honestly."""

import os

__version__ = "0.1.0"

# Nothing leaves this computer. From the moment it is imported, ONNX Runtime looks up a host for its telemetry and
# keeps a device id in the user's cache. This package is imported before it in every process: window, workers,
# cluster, measurements, training and bundle.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
