"""Where frames come from: cameras, files, images, the demo."""
