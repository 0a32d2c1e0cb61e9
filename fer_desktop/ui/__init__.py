"""The window: PySide6 and pyqtgraph."""
