"""What holds for every test: no one's own price book is read or written."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "HARVESTRY_DATA", str(tmp_path_factory.mktemp("data")))
        yield
