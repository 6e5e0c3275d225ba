#!/bin/sh
# node.sh COMMAND...: run it with a Node that the page's build accepts (20.19 or newer). When the system's is
# older, a pinned one from the npm registry is put below $BUILD/node, once.
set -eu
pinned=22.23.3
good() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
        >/dev/null 2>&1
}
if ! good node; then
    case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) echo "node.sh: Node 20.19 or newer is needed" >&2 && exit 1 ;;
    esac
    own=${BUILD:?}/node
    bin=$own/node_modules/node-linux-$arch/bin
    if ! good "$bin/node"; then
        echo "mmscope: this system's Node is too old for the page; fetching $pinned" >&2
        mkdir -p "$own"
        [ -f "$own/package.json" ] || echo '{"private": true}' >"$own/package.json"
        (cd "$own" && npm install --no-audit --no-fund --ignore-scripts "node-linux-$arch@$pinned") >&2
    fi
    PATH=$bin:$PATH
    export PATH
fi
exec "$@"
