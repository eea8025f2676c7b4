#!/bin/sh
# Make the environment in $1 from the pinned requirement files, on a machine with Python and little else.
set -eu
venv=$1
python=${PYTHON:-python3}

need() {
    echo "harvestry needs the Debian package(s) $1. Install with:" >&2
    echo "    sudo apt-get install -y $1" >&2
    exit 1
}

packages=""
command -v "$python" >/dev/null 2>&1 || packages="python3"
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || packages="$packages python3-venv"
[ -e /etc/ssl/certs/ca-certificates.crt ] || packages="$packages ca-certificates"
if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
    else
        need "$packages"
    fi
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "harvestry needs Python 3.11 or newer; this is $("$python" --version)." >&2
    echo "Name another with: make PYTHON=python3.12" >&2
    exit 1
}

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/uv.txt
    uv="$venv/bin/uv"
fi
VIRTUAL_ENV=$venv "$uv" pip install --quiet --require-hashes -r requirements/dev.txt
VIRTUAL_ENV=$venv "$uv" pip install --quiet --no-deps --no-build-isolation --editable .
# The wheel test installs into an empty environment without a network: keep the pinned wheels.
"$venv/bin/python" -m pip download -qq --disable-pip-version-check --require-hashes --only-binary :all: \
    --dest .wheelhouse -r requirements/run.txt
