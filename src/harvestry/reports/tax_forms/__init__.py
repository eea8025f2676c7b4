"""Tax forms: Form 8949 and Schedule D as they are filed (docs/spec/forms.md)."""
