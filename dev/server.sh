# The Odoo that `make run` leaves in the background.
# shellcheck shell=bash

SERVER_PID="$GROUND/run.pid" SERVER_PORT="$GROUND/run.port" SERVER_LOG="$LOGS/odoo.log"

server_port() { cat "$SERVER_PORT"; }

server_runs() { # and its process number has not gone to something else
    [ -s "$SERVER_PID" ] && tr '\0' ' ' 2>/dev/null <"/proc/$(cat "$SERVER_PID")/cmdline" | grep -q "$VENV.*-d run "
}

port_is_free() {
    python3 - "${HOST:-127.0.0.1}" "$1" <<-'PYTHON'
		import socket, sys
		with socket.socket() as s:
		    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		    try:
		        s.bind((sys.argv[1], int(sys.argv[2])))
		    except OSError:
		        sys.exit(1)
	PYTHON
}

start_server() {
    say "Starting Odoo"
    echo "$1" >"$SERVER_PORT"
    cd "$REPO"
    setsid "$VENV/bin/python" -m odoo server -d run --addons-path="$(addons_path)" --data-dir="$DATA" \
        --http-interface="${HOST:-127.0.0.1}" --http-port="$1" --max-cron-threads=1 \
        >"$SERVER_LOG" 2>&1 </dev/null 9>&- &
    echo $! >"$SERVER_PID"
    wait_until_it_answers "$1"
}

wait_until_it_answers() {
    local second
    for second in $(seq 120); do
        server_answers "$1" && return
        server_runs || [ "$second" -lt 3 ] || break
        sleep 1
    done
    tail -n 40 "$SERVER_LOG" >&2
    fail "Odoo does not answer; its log is $SERVER_LOG"
}

server_answers() {
    python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$1/web/login', timeout=60)" 2>/dev/null
}

stop_server() {
    server_runs || return 0
    say "Stopping Odoo"
    local pid second; pid=$(cat "$SERVER_PID")
    kill "$pid"
    for second in $(seq 20); do
        server_runs || break
        [ "$second" -lt 20 ] || kill -KILL "$pid"
        sleep 1
    done
    rm -f "$SERVER_PID" "$SERVER_PORT"
}

tell_how_to_use() {
    printf '\n    http://localhost:%s\n\n' "$(server_port)"
    sed 's/^/    /' "$DEV/logins.txt"
    printf '\n    log:  %s\n    stop: make stop\n\n' "$SERVER_LOG"
}
