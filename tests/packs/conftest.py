"""The pack that most tests begin with."""

import pytest

from packs.packing import household, made


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("household")
    household(folder)
    return made([folder], wash="apply")
