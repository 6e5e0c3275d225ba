#!/bin/sh
# part.sh RESULTS NAME COMMAND...   run one part of the tests, show it, leave "passed failed" in RESULTS/NAME.txt
# part.sh RESULTS                   sum them all up; the last line is "N passed, N failed"
# Counts are read from what the runners print at the end: ours, vitest's or node's. A part that counts nothing is one test.
set -u
results=$1
mkdir -p "$results"
if [ $# -eq 1 ]; then
    echo
    cat "$results"/*.txt 2>/dev/null | awk -v sum="$results/sum" '
        { printf "%-14s %6d passed %4d failed  %5d s\n", $3, $1, $2, $4; passed += $1; failed += $2 }
        END {
            line = sprintf("%d passed, %d failed", passed, failed)
            print line
            print line > sum
            exit !(failed == 0 && passed > 0)
        }'
    exit
fi
name=$2
shift 2
log=$results/$name.log
began=$(date +%s)
echo
echo "== $name"
{
    "$@" 2>&1
    echo $? >"$results/$name.status"
} | tee "$log"
status=$(cat "$results/$name.status" 2>/dev/null || echo 1)
rm -f "$results/$name.status"
awk -v status="$status" -v name="$name" -v seconds="$(($(date +%s) - began))" '
    { gsub(/\033\[[0-9;]*m/, "") }
    /^[0-9]+ passed, [0-9]+ failed/ { passed = $1; failed = $3; seen = 1 }
    /^ *Tests  +.*\([0-9]+\)/ {
        passed = failed = 0
        seen = 1
        for (i = 2; i <= NF; i++) {
            if ($i ~ /^passed/) passed = $(i - 1)
            if ($i ~ /^failed/) failed = $(i - 1)
        }
    }
    /^(#|ℹ) pass [0-9]+/ { passed = $3; seen = 1 }
    /^(#|ℹ) fail [0-9]+/ { failed = $3; seen = 1 }
    END {
        if (!seen) passed = status == 0
        if (status != 0 && failed == 0) failed = 1
        print passed + 0, failed + 0, name, seconds
    }' "$log" >"$results/$name.txt"
exit "$status"
