#!/usr/bin/env bash
# See README.md.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-10}
listeners=${LISTENERS:-1000}
port=${PORT:-18413}
program=${PROGRAM:-}
work=$(mktemp -d)
server=
readers=
trap 'kill ${readers:+"$readers"} ${server:+"$server"} 2>/dev/null || true; wait; rm -rf "$work"' EXIT

main() {
    [ -n "$program" ] || dotnet publish "$root/src/Barograph.Server" -c Release -o "${program:=$work/program}" --nologo -v quiet
    BAROGRAPH_SERIES_PER_TOKEN=100000 "$program/barograph" serve --urls "http://127.0.0.1:$port" --data "$work/data" >"$work/server.txt" 2>&1 &
    server=$!
    until grep -q '^Ready' "$work/server.txt"; do sleep 0.1; done
    TOKEN=$("$program/barograph" device add bench --any-location --json --data "$work/data" | token)
    READER=$("$program/barograph" token add reader --scope read --json --data "$work/data" | token)
    export TOKEN READER
    sleep 1
    echo "warming up"
    load 5 >/dev/null
    printf '%-6s %-10s %10s %10s %12s %12s %10s\n' round listeners reports/s p99 server-cpu-s client-cpu-s events/s
    # The store grows and the disk has moods: who goes first changes, and each round is compared within itself.
    for round in $(seq "$rounds"); do
        if [ $((round % 2)) -eq 1 ]; then
            measure "$round" 0
            measure "$round" "$listeners"
        else
            measure "$round" "$listeners"
            measure "$round" 0
        fi
    done | tee "$work/rounds.txt"
    compare "rate with listeners / without" rate "$work/rounds.txt"
    compare "server's CPU for a report with / without" cost "$work/rounds.txt"
}

# Median, least and most of the quotients within the rounds.
compare() {
    printf '%s: ' "$1"
    awk -v what="$2" '
        { figure = what == "rate" ? $3 : $5 / $3 }
        $2 > 0 { with[$1] = figure }
        $2 == 0 { without[$1] = figure }
        END { for (round in with) print with[round] / without[round] }' "$3" |
        sort -g | awk '{ q[NR] = $1 } END { printf "median %.3f of %d (%.3f to %.3f)\n", NR % 2 ? q[(NR + 1) / 2] : (q[NR / 2] + q[NR / 2 + 1]) / 2, NR, q[1], q[NR] }'
}

measure() {
    local before after out client=- events=-
    if [ "$2" -gt 0 ]; then
        python3 "$here/listeners.py" "$port" "$2" >"$work/listeners.txt" &
        readers=$!
        until grep -q '^listening' "$work/listeners.txt"; do sleep 0.1; done
    fi
    before=$(cpu)
    out=$(load "$seconds")
    after=$(cpu)
    if [ "$2" -gt 0 ]; then
        kill -TERM "$readers"
        wait "$readers" || true
        readers=
        client=$(awk '/^cpu/ { print $2 }' "$work/listeners.txt")
        events=$(awk -v s="$seconds" '/^events/ { printf "%.0f", $2 / s }' "$work/listeners.txt")
    fi
    printf '%-6s %-10s %10s %10s %12s %12s %10s\n' "$1" "$2" "$(awk '/Requests\/sec/ { print $2 }' <<<"$out")" "$(awk '/99%/ { print $2 }' <<<"$out")" \
        "$(awk -v a="$before" -v b="$after" 'BEGIN { printf "%.1f", b - a }')" "$client" "$events"
    grep -i 'non-2xx' <<<"$out" || true
}

load() { wrk -t 1 -c 64 -d "${1}s" --latency -s "$here/report.lua" "http://127.0.0.1:$port/api/v1/reports"; }

# Seconds of CPU that the server has taken so far.
cpu() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$server/stat"; }

token() { sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'; }

main
