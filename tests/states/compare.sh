#!/bin/sh
# compare.sh REFERENCE PROGRAM...: every program prints the same state hashes as the first.
set -u
reference=$1
shift
passed=0
failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$reference" >"$dir/reference" || exit 1
lines=$(wc -l <"$dir/reference")
for program in "$@"; do
    if "$program" >"$dir/other" && [ "$lines" -gt 100 ] && cmp -s "$dir/reference" "$dir/other"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$program differs from $reference (seed, step, hash):"
        diff "$dir/reference" "$dir/other" | head -4
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
