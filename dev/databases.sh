# Databases: `base` has Odoo's modules (one per Odoo), the others are copies of it. What a database was made
# from is its comment, written last: one without the right comment is made anew.
# shellcheck shell=bash

sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }

database_comment() {
    sql -d postgres -c "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"
}
database_is()   { [ "$(database_comment "$1")" = "$2" ]; } # database_is NAME MADE-FROM
mark_database() { sql -d postgres -c "COMMENT ON DATABASE \"$1\" IS '$2'"; }

drop_database() {
    sql -d postgres -c "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)" 2>/dev/null
    rm -rf "${DATA:?}/filestore/$1"
}

copy_database() { # copy_database FROM TO
    drop_database "$2"
    createdb --template="$1" --strategy=file_copy "$2"
    if [ -d "$DATA/filestore/$1" ]; then cp -rl "$DATA/filestore/$1" "$DATA/filestore/$2"; fi
}

odoo_version() { hash_of_text "$(readlink -f "$(odoo_tree)")" "$(cat "$GROUND/stamps/tree" 2>/dev/null)"; }

our_addons_hash() {
    (cd "$REPO" && find "${OUR_ADDONS[@]}" -type f ! -name '*.pyc' -print0 2>/dev/null |
        sort -z | xargs -0r sha256sum | sha256sum | cut -c1-16)
}

make_base_database() {
    local base made_from; base="base$(tree_suffix)"; made_from="$BASE_MODULES $(odoo_version)"
    database_is "$base" "$made_from" && return
    say "Installing Odoo's modules in the database '$base' (once)"
    drop_database "$base"
    logged "$base" run_odoo -d "$base" -i "$BASE_MODULES" --stop-after-init --no-http
    mark_database "$base" "$made_from"
}

copy_base_database() { make_base_database; copy_database "base$(tree_suffix)" "$1"; }

# make_database NAME MODULE...: a copy of `base` with these addons of ours, anew when they changed
make_database() {
    local name=$1 made_from; shift
    made_from="$* $(our_addons_hash) $(odoo_version)"
    database_is "$name" "$made_from" && return
    with_lock "base$(tree_suffix)" copy_base_database "$name"
    if [ $# -gt 0 ]; then
        say "Installing our addons in the database '$name'"
        logged "install-$name" run_odoo -d "$name" -i "$(comma_separated "$@")" --stop-after-init --no-http
    fi
    mark_database "$name" "$made_from"
}

bundle_web_client() { # what browsers and reports ask for, as Odoo does before its own tests
    local made_from; made_from=$(database_comment "$1")
    is_done "bundles-$1" "$made_from" && return
    say "Bundling the web client"
    logged "bundles-$1" run_odoo shell -d "$1" --no-http <<-'PYTHON'
		def bundle(name, **options):
		    env["ir.qweb"]._get_asset_bundle(name, js=False, css=True, **options).css()
		for name in ("web.assets_web", "web.assets_tests"):
		    env["ir.qweb"]._get_asset_bundle(name, js=True, css=False).js()
		    bundle(name)
		for name in ("web.report_assets_common", "web.report_assets_pdf"):
		    bundle(name, autoprefix=True)
		env.cr.commit()
	PYTHON
    mark_done "bundles-$1" "$made_from"
}
