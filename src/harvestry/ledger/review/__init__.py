"""What is looked back on once the fold is done: worked out on the books, or only told."""
