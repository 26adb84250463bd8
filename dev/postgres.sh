# A private PostgreSQL cluster that listens on a Unix socket only.
# shellcheck shell=bash

cluster_folder() { # run as `postgres` when we are root; that user must be able to get there
    local folder="$GROUND/pg"
    if [ "$(id -u)" = 0 ] && ! runuser -u postgres -- test -x "$REPO" 2>/dev/null; then
        folder="/var/tmp/lot_prealloc-$(hash_of_text "$REPO")"
    fi
    echo "$folder"
}

socket_folder() { # a socket's path may have 107 characters
    local folder; folder="$(cluster_folder)/socket"
    [ ${#folder} -le 90 ] || folder="/tmp/lotpg-$(hash_of_text "$REPO")"
    echo "$folder"
}

use_postgres() { # for the programs we start: libpq, Odoo and pytest-odoo read these
    PATH="$(postgres_bin):$PATH"
    PGHOST=$(socket_folder)
    PGPORT=5432 PGUSER=odoo
    unset PGDATABASE PGPASSWORD PGSERVICE
    export PATH PGHOST PGPORT PGUSER
}

as_postgres() {
    local bin; bin=$(postgres_bin)
    local command=("$bin/$1" "${@:2}")
    cd /
    if [ "$(id -u)" = 0 ]; then command=(runuser -u postgres -- "${command[@]}"); fi
    "${command[@]}" 9>&-
}

postgres_is_running() { (as_postgres pg_ctl status -D "$(cluster_folder)/data") >/dev/null 2>&1; }

start_postgres() {
    postgres_is_running && return
    local folder socket; folder=$(cluster_folder) socket=$(socket_folder)
    say "Starting PostgreSQL"
    mkdir -p "$folder" "$socket"
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder" "$socket"; fi
    chmod 700 "$folder" "$socket"
    if ! is_done cluster "$folder"; then
        rm -rf "$folder/data"
        (logged initdb as_postgres initdb -D "$folder/data" --username=odoo --auth=trust \
            --encoding=UTF8 --locale=C.UTF-8)
        write_postgres_settings "$folder/data/postgresql.auto.conf"
        mark_done cluster "$folder"
    fi
    (logged postgres-start as_postgres pg_ctl start --wait -D "$folder/data" -l "$folder/log" \
        -o "-k '$socket'")
}

# Nothing in here is worth keeping after a power cut, so it does not wait for the disk.
write_postgres_settings() {
    cat >"$1" <<-SETTINGS
		listen_addresses = ''
		unix_socket_permissions = 0700
		max_connections = 200
		shared_buffers = 512MB
		fsync = off
		synchronous_commit = off
		full_page_writes = off
		wal_level = minimal
		max_wal_senders = 0
		max_wal_size = 4GB
		jit = off
	SETTINGS
}

stop_postgres() {
    postgres_is_running || return 0
    say "Stopping PostgreSQL"
    (logged postgres-stop as_postgres pg_ctl stop --mode=fast -D "$(cluster_folder)/data")
}
