#!/bin/sh
# Pin every dependency by version and hash. Addresses of indexes are left out on purpose.
set -eu
uv=$1
compile="$uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade"
$compile pyproject.toml -o requirements/run.txt
$compile pyproject.toml --group dev --group bench -o requirements/dev.txt
echo uv | $compile - -o requirements/uv.txt
# Apart from the project: what `make oracle` compares with. One version each, since its readings are named.
printf 'setuptools>=75,<83\ntaxcalc==6.8.0\ntaxsim-py==0.4.1\n' | $compile - -o requirements/oracle.txt
