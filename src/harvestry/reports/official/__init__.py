"""The IRS's own forms, filled: field maps as data, appearances, continuation pages."""
