"""Form 8949: its rows, boxes and codes (docs/spec/forms.md)."""
