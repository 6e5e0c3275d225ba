#!/bin/sh
# record.sh: make first.lackey.xz again (gcc, valgrind, xz). The addresses depend on the machine's C library.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# At fixed addresses, so that text, data and heap lie where a reader of /proc/PID/maps expects them.
gcc -O1 -g -no-pie -Wl,-z,now -o "$tmp/first" first.c
valgrind --tool=lackey --trace-mem=yes --log-file="$tmp/all" "$tmp/first"
# Keep what runs between the first instruction of main() and the call that leaves it: from where main's own
# instructions begin to the last one of them.
main=$(nm "$tmp/first" | awk '$3 == "main" { print $1 }')
size=$(nm -S "$tmp/first" | awk '$4 == "main" { print $2 }')
awk -v first=$((0x$main)) -v last=$((0x$main + 0x$size)) '
    function value(hex,    i, v) { v = 0; for (i = 1; i <= length(hex); i++) v = v * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1; return v }
    /^==/ { next }
    $1 == "I" { split($2, a, ","); at = value(a[1]); inside = at >= first && at < last; if (inside) begun = 1 }
    begun { kept[++n] = $0; if (inside) end = n }
    END { for (i = 1; i <= end; i++) print kept[i] }' "$tmp/all" >"$tmp/first.lackey"
wc "$tmp/first.lackey"
xz -9e -c "$tmp/first.lackey" >first.lackey.xz
