"""Files that tax software takes: each in the program's own format, and what it could not hold."""
