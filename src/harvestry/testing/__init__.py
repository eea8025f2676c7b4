"""The conformance kit: whether a description of an export format reads its golden files as it says.

For those who add a format, in this repository or outside it:

    python -m harvestry.testing FOLDER

A folder holds one description, `NAME.toml`, and golden files: `CASE.csv` or `CASE.xlsx`, each with
`CASE.expected.toml` beside it. docs/how-to/add-a-format.md tells what stands in them.
"""

from harvestry.testing.conformance import failures_of
from harvestry.testing.golden import Golden

__all__ = ["Golden", "failures_of"]
