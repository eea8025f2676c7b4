"""The keys of an account in accounts.toml."""

from enum import StrEnum
from typing import Final

from harvestry.events.account import AccountKind, Method, Owner, Told, Treatment
from harvestry.sources.settings.amounts import DOLLARS, FEE_RATE, PART, QUANTITY
from harvestry.sources.settings.forms import DAY, TEXT, YES_NO, ZONE, choice_of, list_of
from harvestry.sources.settings.table import Key


class BrokerForm(StrEnum):
    """The form a broker sends for sales in an account."""

    DIGITAL_ASSETS = "1099-da"
    SECURITIES = "1099-b"
    NONE = "none"


FILES: Final = Key("files", list_of(TEXT), [])
OWNER: Final = Key("owner", choice_of(Owner), "self")
SHARE: Final = Key("share", PART, otherwise='"0.5" in a joint account, else "1"')
TREATMENT: Final = Key("treatment", choice_of(Treatment), "taxable")
KIND: Final = Key("kind", choice_of(AccountKind), otherwise="what its files are, else a wallet")
LOTS: Final = Key("lots", choice_of(Method), "fifo")
LOTS_FROM: Final = Key("lots_from", DAY, otherwise="always in force")
LOTS_TOLD: Final = Key("lots_told", choice_of(Told), "books")
VENUE_LOTS: Final = Key(
    "venue_lots", list_of(choice_of(Method)), otherwise='any in a wallet, else `["fifo"]`'
)
FORM: Final = Key("form", choice_of(BrokerForm), otherwise="not known")
FORM_BASIS_REPORTED: Final = Key("form_basis_reported", YES_NO, default=False)
TIME_ZONE: Final = Key("time_zone", ZONE, otherwise="that of the profile")
FEE: Final = Key("fee_rate", FEE_RATE, "0")
MINIMUM: Final = Key("minimum", DOLLARS, "0")
STEP: Final = Key("step", QUANTITY, "0")
ACCOUNT_KEYS: Final[tuple[Key[object], ...]] = (
    FILES,
    OWNER,
    SHARE,
    TREATMENT,
    KIND,
    LOTS,
    LOTS_FROM,
    LOTS_TOLD,
    VENUE_LOTS,
    FORM,
    FORM_BASIS_REPORTED,
    TIME_ZONE,
    FEE,
    MINIMUM,
    STEP,
)
