"""Any figure as a tree: formulas above, file rows and law values at the leaves."""
