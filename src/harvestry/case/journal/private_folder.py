"""A folder that only its owner can look into, gone when nothing holds on to it any more."""

import shutil
import tempfile
import weakref
from pathlib import Path


class PrivateFolder:
    """A new folder, readable by its owner alone; removed with this, at the latest at the end."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="harvestry-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
