"""What all pages share: small widgets, the actions, the translation of texts from other layers."""
