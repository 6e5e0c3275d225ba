#!/bin/sh
# dist.sh BUILD NAME: pack the tracked sources and, below prebuilt/, the page and a program with its libraries.
set -eu
build=$1
name=$2
arch=$(uname -m)
top=$build/$name-$arch
rm -rf "$top"
mkdir -p "$top/prebuilt/bin" "$top/prebuilt/lib" "$top/prebuilt/share/mmscope"
git archive HEAD | tar -x -C "$top"
cp -R "$build/web" "$top/prebuilt/share/mmscope/web"
cp "$build/dist/mmscope" "$top/prebuilt/bin/mmscope"
# Everything but the C library itself, which has to be the machine's own.
ldd "$build/dist/mmscope" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
    grep -v -E '/(libc|libm|libpthread|libdl|librt|libresolv|ld-linux[^/]*)\.so' |
    while read -r lib; do cp -L "$lib" "$top/prebuilt/lib/"; done
tar -C "$build" --owner=0 --group=0 --sort=name -czf "$build/$name-$arch.tar.gz" "$name-$arch"
rm -rf "$top"
echo "$build/$name-$arch.tar.gz"
