"""Etherscan and the explorers of its family: tokens, collectibles, spam."""
