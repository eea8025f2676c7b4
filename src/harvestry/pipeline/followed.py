"""What settings say and the fold cannot follow is refused in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from harvestry.ledger.placing import AllocationError
from harvestry.ledger.wash.sizes import SizeMissingError
from harvestry.sources.settings.errors import SettingsError


@contextmanager
def settings_followed() -> Iterator[None]:
    """Say which explicit list cannot be followed, or which asset must say how much it stands for.

    Raises:
        SettingsError: one of the two.
    """
    try:
        yield
    except AllocationError as error:
        mend = "place every unit the account held at the end of 2024, and no more"
        raise SettingsError(error.file, "", "", error.reason, mend) from error
    except SizeMissingError as error:
        mend = (
            f"write there for how much one {error.asset} stands, such as "
            '`multiplier = "0.00057"` for a share of so much of a coin, or `"0.1"` for a contract '
            "on a tenth; a position that keeps the two apart needs none"
        )
        table = f"[asset.{error.asset}]"
        raise SettingsError("assets.toml", table, "multiplier", str(error), mend) from error
