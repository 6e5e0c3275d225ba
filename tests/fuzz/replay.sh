#!/bin/sh
# replay.sh DIR TARGET...: every file of tests/fuzz/corpus/TARGET once through DIR/TARGET; each file is a test.
set -u
dir=$1
shift
corpus=$(dirname "$0")/corpus
passed=0
failed=0
for target in "$@"; do
    count=0
    for file in "$corpus/$target"/*; do
        [ -f "$file" ] || continue
        count=$((count + 1))
        if output=$("$dir/$target" "$file" 2>&1); then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $target $file"
            printf '%s\n' "$output" | tail -n 30 | sed 's/^/    /'
        fi
    done
    echo "$target: $count files"
    if [ "$count" -eq 0 ]; then
        echo "FAIL $target has no corpus"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
