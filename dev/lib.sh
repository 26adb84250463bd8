# Sourced by every script here: where things are, how they speak, how they wait for each other.
# shellcheck shell=bash
set -euo pipefail

REPO="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
GROUND="$(realpath -m "$REPO/.odoo")" # everything made by these scripts, ignored by git; worktrees may share it
LOGS="$GROUND/log"
VENV="$GROUND/venv"
DATA="$GROUND/data"                # Odoo's filestore and sessions
CACHE="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lot_prealloc"

OUR_ADDONS=(lot_prealloc lot_prealloc_sale lot_prealloc_expiry lot_prealloc_gs1)
# What our addons and their tests stand on; installed once in the database `base`, then copied.
BASE_MODULES=mrp,sale_mrp,mrp_product_expiry,mrp_subcontracting

# Tests that bring up another Odoo, or look at a stock one: `make test-odoo` runs them, and
# `make test` where it is told to (ALL=1, or by name in ARGS).
TESTS_OF_ANOTHER_ODOO=(
    tests/test_defects.py tests/test_demo.py tests/test_http_race.py tests/test_install.py
    tests/test_uninstall.py
)

export LC_ALL=C.UTF-8 PIP_DISABLE_PIP_VERSION_CHECK=1
# Odoo is compiled once, not with every start, and not into trees that are somebody else's.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$GROUND/pycache"
mkdir -p "$LOGS" "$GROUND/stamps" "$GROUND/locks"

say()  { printf '==> %s\n' "$*"; }
fail() { printf 'ERROR: %s\n' "$*" >&2; exit 1; }

comma_separated() { local IFS=,; echo "$*"; }
hash_of_text() { printf '%s' "$*" | sha256sum | cut -c1-16; }

# logged NAME COMMAND...: the output goes to a file; only a failure shows its end.
logged() {
    local log="$LOGS/$1.log"; shift
    "$@" >"$log" 2>&1 && return
    tail -n "${LOG_TAIL:-40}" "$log" >&2
    fail "that failed; the whole log is $log"
}

# A stamp is written last, so that an interrupted step is done again.
is_done()   { [ "$(cat "$GROUND/stamps/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { printf '%s\n' "$2" >"$GROUND/stamps/$1"; }

# with_lock NAME FUNCTION...: one at a time. Children that outlive the function must not
# inherit descriptor 9, else they would hold the lock for ever.
with_lock() {
    local name=$1; shift
    (
        flock --nonblock 9 || { say "Waiting for another run ($name) to finish"; flock 9; }
        "$@"
    ) 9>"$GROUND/locks/$name"
}
