"""Form 1099-DA against our books (docs/spec/reconcile.md)."""
