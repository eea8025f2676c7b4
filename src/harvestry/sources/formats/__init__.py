"""The known formats: a folder for each venue, with its descriptions and what code they need."""

from collections.abc import Mapping
from typing import Final

from harvestry.sources.draft import Cut, Verb
from harvestry.sources.formats.binance.grouping import CUTS as BINANCE_CUTS
from harvestry.sources.formats.binance.verbs import VERBS as BINANCE
from harvestry.sources.formats.cash_app.verbs import VERBS as CASH_APP
from harvestry.sources.formats.coinbase.verbs import VERBS as COINBASE
from harvestry.sources.formats.coinledger.verbs import VERBS as COINLEDGER
from harvestry.sources.formats.crypto_com.verbs import VERBS as CRYPTO_COM
from harvestry.sources.formats.etherscan.verbs import VERBS as ETHERSCAN
from harvestry.sources.formats.etoro.verbs import VERBS as ETORO
from harvestry.sources.formats.exodus.verbs import VERBS as EXODUS
from harvestry.sources.formats.gate.verbs import VERBS as GATE
from harvestry.sources.formats.gemini.verbs import VERBS as GEMINI
from harvestry.sources.formats.kraken.verbs import VERBS as KRAKEN
from harvestry.sources.formats.kucoin.verbs import VERBS as KUCOIN
from harvestry.sources.formats.nexo.verbs import VERBS as NEXO
from harvestry.sources.formats.poloniex.verbs import VERBS as POLONIEX
from harvestry.sources.formats.robinhood.verbs import VERBS as ROBINHOOD
from harvestry.sources.formats.solscan.verbs import VERBS as SOLSCAN
from harvestry.sources.formats.strike.verbs import VERBS as STRIKE
from harvestry.sources.formats.swan.verbs import VERBS as SWAN
from harvestry.sources.formats.trezor.verbs import VERBS as TREZOR
from harvestry.sources.formats.uphold.verbs import VERBS as UPHOLD
from harvestry.sources.verbs import VERBS as COMMON

VERBS: Final[Mapping[str, Verb]] = {
    **COMMON,
    **BINANCE,
    **CASH_APP,
    **COINBASE,
    **COINLEDGER,
    **CRYPTO_COM,
    **ETHERSCAN,
    **ETORO,
    **EXODUS,
    **GATE,
    **GEMINI,
    **KRAKEN,
    **KUCOIN,
    **NEXO,
    **POLONIEX,
    **ROBINHOOD,
    **SOLSCAN,
    **STRIKE,
    **SWAN,
    **TREZOR,
    **UPHOLD,
}
"""Every verb a description may use; those of a format begin with its name."""

CUTS: Final[Mapping[str, Cut]] = {**BINANCE_CUTS}
"""What a description may name to part rows."""
