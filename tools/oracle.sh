#!/bin/sh
# Make the oracles' environment in $1, apart from the project's own, whose uv is in $2 (or on the path).
set -eu
apart=$1
uv=$(command -v uv || echo "$2/uv")
[ -x "$apart/bin/python" ] || "${PYTHON:-python3}" -m venv "$apart"
# One of them comes as source: its build needs setuptools, pinned like all else.
grep -A 2 '^setuptools==' requirements/oracle.txt | sed '$s/ \\$//' >"$apart/build.txt"
VIRTUAL_ENV=$apart "$uv" pip install --quiet --require-hashes -r "$apart/build.txt"
VIRTUAL_ENV=$apart "$uv" pip install --quiet --require-hashes --no-build-isolation -r requirements/oracle.txt
