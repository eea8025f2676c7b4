"""What to sell: the order a method imposes, and where to stop."""
