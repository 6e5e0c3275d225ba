#!/bin/sh
# scenarios.sh PROGRAM FILE...: run every scenario; one passes when the program ends well, so when its `expect` lines hold.
set -u
program=$1
shift
passed=0
failed=0
for file in "$@"; do
    if output=$("$program" run "$file" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $file"
        printf '%s\n' "$output" | tail -n 15 | sed 's/^/    /'
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
