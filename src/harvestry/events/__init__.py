"""What happened: accounts, events, their order, joined transfers, dollar values."""
