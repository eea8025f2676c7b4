"""Files nobody knows, and headers that leave something open: mapping.toml and its proposal."""
