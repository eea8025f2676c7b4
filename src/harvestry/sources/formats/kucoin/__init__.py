"""KuCoin: leftovers swept into its own coin."""
