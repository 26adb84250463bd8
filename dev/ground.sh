# The ground that every target stands on: packages, Odoo's tree, Python, PostgreSQL.
# shellcheck shell=bash
DEV="$(dirname "${BASH_SOURCE[0]}")"
. "$DEV/lib.sh"
. "$DEV/packages.sh"
. "$DEV/tree.sh"
. "$DEV/venv.sh"
. "$DEV/postgres.sh"
. "$DEV/databases.sh"

# lay_ground [GROUP...]: with these groups of Python packages besides Odoo's own
lay_ground() {
    need_packages python3-venv postgresql wkhtmltopdf
    with_lock ground lay_ground_alone "$@"
    use_postgres
    PYTHONPATH="$(odoo_tree)" && export PYTHONPATH
}

lay_ground_alone() {
    get_tree
    need_python odoo addons "$@"
    start_postgres
}

run_odoo() { # run_odoo [COMMAND] ARGUMENTS...
    local subcommand=(server)
    case "${1:-}" in [a-z]*) subcommand=("$1"); shift ;; esac
    "$VENV/bin/python" -m odoo "${subcommand[@]}" --addons-path="$(addons_path)" \
        --data-dir="$DATA" "$@" 9>&-
}
