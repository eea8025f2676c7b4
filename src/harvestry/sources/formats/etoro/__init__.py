"""eToro: positions opened and closed."""
