#!/bin/sh
# sanitized.sh DIR COMMAND...: run the tests with the server of DIR, built with a sanitizer. Its reports go to
# DIR/report.PID (log_path); one that is left behind fails the run, also when every test was content.
set -u
dir=$(cd "$1" && pwd)
shift
rm -f "$dir"/report.*
printf '#!/bin/sh\nexec setarch "$(uname -m)" -R %s "$@"\n' "$dir/mmscope" >"$dir/serve"
chmod +x "$dir/serve"
MMSCOPE_SANITIZED=1 MMSCOPE_BIN=$dir/serve "$@"
status=$?
for report in "$dir"/report.*; do
    [ -f "$report" ] || continue
    status=1
    sed -n 1,40p "$report"
done
exit $status
