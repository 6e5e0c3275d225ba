#!/bin/sh
# deps.sh bin|run|test|fuzz: install what is missing, with apt. Asks for no rights when nothing is missing.
#   bin   compiler and libraries          run   bin + Node and npm for the page
#   test  run + what the tests need       fuzz  bin + clang
set -eu
what=${1:-run}
missing=

need() { # need PACKAGES TEST...: note the packages when the test fails
    packages=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $packages"
}
any() { # any COMMAND...: true when one of them exists
    for c in "$@"; do
        command -v "$c" && return 0
    done
    return 1
}
header() { [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ]; }

need "gcc libc6-dev" any "${CC:-gcc}"
need libc6-dev header stdlib.h
need pkg-config any pkg-config
need libmicrohttpd-dev pkg-config --exists libmicrohttpd
need libwebsockets-dev pkg-config --exists libwebsockets
need libcjson-dev pkg-config --exists libcjson
need liblzma-dev pkg-config --exists liblzma
need zlib1g-dev pkg-config --exists zlib
need libxxhash-dev pkg-config --exists libxxhash
need libqrencode-dev pkg-config --exists libqrencode
need libsqlite3-dev pkg-config --exists sqlite3

case $what in
run | test)
    if [ -f web/package.json ]; then
        # A Node from elsewhere brings its npm along, and Debian's npm package would conflict with it.
        need nodejs any node
        need "npm ca-certificates" any npm
    fi
    ;;
esac
case $what in
test)
    need check pkg-config --exists check
    need xz-utils any xz
    need curl any curl
    need procps any slabtop
    need numactl any numastat
    if ls tests/e2e/*.mjs >/dev/null 2>&1; then
        need chromium any chromium chromium-browser google-chrome
        need fonts-noto-cjk sh -c 'ls /usr/share/fonts/opentype/noto/NotoSansCJK* /usr/share/fonts/*/noto*/*CJK*'
    fi
    ;;
fuzz)
    need "clang libclang-rt-dev" any clang
    ;;
esac

[ -n "$missing" ] || exit 0
root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 && root=sudo
    if [ -z "$root" ]; then
        echo "These packages are missing, and neither root nor sudo is at hand:" >&2
        echo "    apt-get install$missing" >&2
        exit 1
    fi
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "No apt-get here; please install what these Debian packages hold:$missing" >&2
    exit 1
fi
echo "mmscope: installing$missing"
$root env DEBIAN_FRONTEND=noninteractive apt-get update -q
# shellcheck disable=SC2086  # a list of words on purpose
$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
