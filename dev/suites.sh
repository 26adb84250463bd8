# Odoo's own test suites, in the shards that SHARDS names, one per processor.
# shellcheck shell=bash
# shellcheck disable=SC2034

SUITES=(
    mrp stock mrp_account sale_stock sale_mrp purchase_stock purchase_mrp mrp_subcontracting
    product_expiry mrp_product_expiry repair mrp_repair
)
AT_LEAST=1500 # of Odoo's tests run: fewer, and something has kept them from it

# Tests that a tree fails without any addon of ours, with the reason.
KNOWN_FAILURES="$DEV/odoo-fails.txt"

# A tree that is pieced together says so; an Odoo as it was published fails nothing.
known_failures() { # prints their names, a line each
    [ -e "$(odoo_tree)/PROVENANCE.md" ] || return 0
    grep -v -e '^#' -e '^$' "$KNOWN_FAILURES"
}

within()  { grep -xFf "$1" || true; }  # within FILE: the lines of input that are in it
without() { grep -vxFf "$1" || true; } # without FILE: the lines of input that are not in it

shard_log()  { echo "$LOGS/suites$(tree_suffix)-$1.log"; }
shard_port() { echo $((${PORT:-8169} + $1)); }
shard_tags() { local modules; read -ra modules <<<"${SHARDS[$1]}"; comma_separated "${modules[@]/#//}"; }

# run_shards FUNCTION: calls it with each shard's number, at the same time; its output is the log
run_shards() {
    local shard pids=()
    for shard in "${!SHARDS[@]}"; do
        say "Testing ${SHARDS[shard]}"
        "$1" "$shard" >"$(shard_log "$shard")" 2>&1 </dev/null &
        pids+=($!)
    done
    for shard in "${pids[@]}"; do wait "$shard" || true; done # the logs tell how it went
}

failed_in() { # failed_in LOG...: a line for each test, "module.tests.file Class.test"
    sed -nE 's/^.* ERROR [^ ]+ (odoo\.addons\.)?([^ ]+): (ERROR|FAIL): (.*)$/\2 \4/p' "$@" | sort -u
}

failed_tests() { failed_in "$LOGS/suites$(tree_suffix)"-[0-9].log; }

# Each shard's log has one line "N failed, N error(s) of N tests"; a shard that died has none.
sum_up() { # prints TESTS FAILED ERRORS
    local shard
    for shard in "${!SHARDS[@]}"; do
        grep -oE '[0-9]+ failed, [0-9]+ error\(s\) of [0-9]+ tests' "$(shard_log "$shard")" | tail -n1 |
            grep . || echo "0 failed, 1 error(s) of 0 tests"
    done | awk '{ tests += $6; failed += $1; errors += $3 } END { print tests, failed, errors }'
}
