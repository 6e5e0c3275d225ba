#!/bin/bash
# lint.sh: the rules of the house that a compiler does not know. Each file looked at is one test; a broken rule is
# printed as file:line: text. Needs git, awk and, for the format rule, clang-format 14 (another version formats otherwise).
set -u
cd "$(dirname "$0")/.." || exit 1
problems=$(mktemp)
trap 'rm -f "$problems"' EXIT
say() { printf '%s\n' "$*" >>"$problems"; }

lines_hard=500
function_lines=70
# name file: functions that may be longer, each with its reason.
long_functions='
machine_dispatch engine/machine.c one case a command, nothing else
'

c_files=$(git ls-files '*.c' '*.h' | while read -r f; do [ -f "$f" ] && echo "$f"; done)
all_files=$(git ls-files | while read -r f; do [ -f "$f" ] && echo "$f"; done)

# The arrows: a module includes headers of modules above its line in ORDER, its own, and nothing else of ours.
lint_order() {
    awk '
        FNR == NR { sub(/#.*/, ""); if (NF) place[$1] = ++count; next }
        FNR == 1 {
            module = FILENAME
            sub(/^engine\//, "", module)
            sub(/\.[ch]$/, "", module)
            if (module == "mm") next
            if (!(module in place)) print FILENAME ":1: not listed in engine/ORDER"
        }
        /^[ \t]*#[ \t]*include[ \t]*"/ {
            split($0, part, "\"")
            header = part[2]
            sub(/\.h$/, "", header)
            if (header == module) next
            if (header == "mm" && !("mm" in place)) {
                # The public header: for the top modules that implement it, and for what stands outside the machine.
                if (module ~ /\// && module !~ /^(base|task|lab|text)\//) print FILENAME ":" FNR ": mm.h is for outsiders and the top modules"
                next
            }
            if (!(header in place)) print FILENAME ":" FNR ": includes \"" header ".h\", which engine/ORDER does not list"
            else if (module in place && place[header] > place[module])
                print FILENAME ":" FNR ": includes \"" header ".h\", which stands below it in engine/ORDER"
        }
        /^[ \t]*#[ \t]*include[ \t]*</ {
            if ($0 ~ /<(cJSON|cjson\/|microhttpd|libwebsockets|time\.h|sys\/|pthread|threads\.h|unistd|fcntl|signal\.h|errno\.h|poll\.h|dirent|dlfcn|locale\.h|math\.h)/)
                print FILENAME ":" FNR ": the engine has no I/O, clock, thread or JSON: " $0
        }' engine/ORDER $(echo "$c_files" | grep '^engine/') >>"$problems"
    # Calls that a harmless header brings along.
    grep -nE '\b(fopen|fprintf|printf|puts|putchar|fwrite|getenv|exit|rand|srand|system)[ ]*\(' \
        $(echo "$c_files" | grep '^engine/.*\.c$') /dev/null |
        grep -vE '^[^:]*:[0-9]+:[ ]*(/?\*|//)' | sed 's/$/   (the engine does no I\/O)/' >>"$problems"
    sed 's/#.*//' engine/ORDER | while read -r module _; do
        [ -n "$module" ] || continue
        [ -f "engine/$module.c" ] || [ -f "engine/$module.h" ] || say "engine/ORDER:1: $module has no file"
        [ -f "engine/$module.c" ] || continue
        [ -f "tests/engine/check_$(basename "$module").c" ] || say "engine/$module.c:1: no tests/engine/check_$(basename "$module").c"
    done
    # Outside, the engine is mm.h and the text modules.
    grep -nE '^ *# *include *"(parts|policy|task|lab)/' $(echo "$c_files" | grep -E '^server/') /dev/null |
        sed 's/$/   (the server sees mm.h and text\/ only)/' >>"$problems"
}

# Lengths of files and functions; a function opens and closes in the first column.
lint_lengths() {
    awk -v hard=$lines_hard -v most=$function_lines -v exempt="$long_functions" '
        BEGIN { n = split(exempt, row, "\n"); for (i = 1; i <= n; i++) { split(row[i], w, " "); free[w[1] " " w[2]] = 1 } }
        function finish() { if (file && last > hard) print file ":" last ": " last " lines, at most " hard }
        FNR == 1 { finish(); file = FILENAME; start = 0; name = "" }
        { last = FNR }
        /^[A-Za-z_].*\(/ && !/;[ \t]*$/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
        /^\{/ { start = FNR }
        /^\}/ && start {
            if (FNR - start + 1 > most && !((name " " FILENAME) in free))
                print FILENAME ":" start ": " name "() has " FNR - start + 1 " lines, at most " most
            start = 0
        }
        END { finish() }' $c_files >>"$problems"
}

lint_words() {
    # The marker words are spelled in pieces here, so that this file passes its own rule.
    grep -nIwE 'TO''DO|FIX''ME|XX''X' $(echo "$all_files" | grep -vE '(^|/)package-lock\.json$|\.xz$|^tests/oracle/') /dev/null |
        sed 's/$/   (finish it or open an issue)/' >>"$problems"
    grep -nIP '\t' $(echo "$c_files") /dev/null | sed 's/\t/\\t/g; s/$/   (tab)/' >>"$problems"
    grep -nIE ' +$' $(echo "$c_files") /dev/null | sed 's/$/   (space at the end of the line)/' >>"$problems"
    # 100 columns; comments, which no tool wraps, may have 120, and tables kept from the formatter 180.
    awk '
        FNR == 1 { table = 0 }
        /clang-format off/ { table = 1 }
        /clang-format on/ { table = 0 }
        length($0) > 100 {
            copy = $0
            columns = length($0) - gsub(/[\200-\277]/, "", copy)
            limit = table ? 180 : $0 ~ /^ *(\/?\*|\/\/)/ || $0 ~ /\*\/ *\\?$/ ? 120 : 100
            if (columns > limit) print FILENAME ":" FNR ": longer than " limit " columns"
        }' $(echo "$c_files") >>"$problems"
}

lint_web() {
    [ -f web/package.json ] || return
    if [ ! -f web/package-lock.json ]; then
        say "web/package.json:1: no package-lock.json beside it"
    elif grep -n '"resolved"' web/package-lock.json | head -n 1 | grep -q .; then
        say "web/package-lock.json:1: has \"resolved\" URLs (npm config omit-lockfile-registry-resolved)"
    fi
}

lint_top() {
    git ls-files | cut -d/ -f1 | sort -u | grep -vE '^(server|engine|web|tests|docker|Makefile|README\.md|LICENSE|\..*)$' |
        sed 's/$/:1: does not belong into the top folder/' >>"$problems"
}

lint_format() {
    local tool=
    for t in clang-format-14 clang-format; do
        if command -v $t >/dev/null && $t --version | grep -q 'version 14\.'; then
            tool=$t
            break
        fi
    done
    if [ -z "$tool" ]; then
        echo "lint: no clang-format 14 here, the format is not looked at"
        return
    fi
    # shellcheck disable=SC2086
    $tool --dry-run $c_files 2>&1 | grep 'warning:' | sort -u -t: -k1,1 |
        sed 's/$/   (make format)/' >>"$problems"
}

[ -f engine/ORDER ] && lint_order
[ -n "$c_files" ] && lint_lengths && lint_format
lint_words
lint_web
lint_top

sort -u "$problems"
bad=$(cut -d: -f1 "$problems" | sort -u | grep -c .)
good=$(($(echo "$all_files" | grep -c .) - bad))
[ $good -ge 0 ] || good=0
echo "$good passed, $bad failed"
[ "$bad" -eq 0 ]
