#!/bin/sh
# Pin every dependency by version and hash. Addresses of indexes are left out on purpose.
set -eu
uv=$1
compile="$uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade"
$compile pyproject.toml -o requirements/run.txt
$compile pyproject.toml --group dev --group bench -o requirements/dev.txt
echo uv | $compile - -o requirements/uv.txt
