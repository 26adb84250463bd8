# Odoo 19 itself: Debian's package, unpacked, not installed. Or ODOO_TREE, or ODOO_DEB.
# shellcheck shell=bash

# Fonts and JavaScript that the package links to in usr/share, from the machine's own release.
LINKED_PACKAGES=(
    fonts-font-awesome fonts-roboto-unhinted fonts-montserrat fonts-inconsolata fonts-ocr-b
    libjs-jquery libjs-jquery-form libjs-underscore
)
UNPACKED="$GROUND/tree"

odoo_tree() { # the folder to put on Python's path
    echo "${ODOO_TREE:-$UNPACKED/usr/lib/python3/dist-packages}"
}

# What tells the databases and logs of another Odoo from those of the default one.
tree_suffix() { [ -z "${ODOO_TREE:-}" ] || echo "-$(hash_of_text "$(readlink -f "$ODOO_TREE")" | cut -c1-6)"; }

addons_path() {
    local tree; tree=$(odoo_tree)
    local paths=("$tree/odoo/addons")
    [ -d "$tree/addons/mrp" ] && paths+=("$tree/addons")
    [ "${WITHOUT_OUR_ADDONS:-}" ] || [ ! -e "$REPO/lot_prealloc/__manifest__.py" ] || paths+=("$REPO")
    comma_separated "${paths[@]}"
}

get_tree() {
    if [ "${ODOO_TREE:-}" ]; then
        [ -e "$ODOO_TREE/odoo/release.py" ] || fail "ODOO_TREE=$ODOO_TREE has no odoo/release.py"
    elif [ "${ODOO_DEB:-}" ]; then
        [ -f "$ODOO_DEB" ] || fail "ODOO_DEB=$ODOO_DEB is not a file"
        is_done tree "$(basename "$ODOO_DEB")" || unpack_tree "$ODOO_DEB"
    elif [ ! -e "$GROUND/stamps/tree" ]; then
        [ "$(cached_odoo_deb)" ] || download_odoo
        unpack_tree "$(cached_odoo_deb)"
    fi
}

unpack_tree() { # from Debian's package $1
    local deb debs="$GROUND/debs"
    rm -rf "$debs" "$UNPACKED" "$GROUND/stamps/tree" "$GROUND/apt"
    mkdir -p "$debs"
    download_linked_packages "$debs"
    say "Unpacking $(basename "$1")"
    for deb in "$1" "$debs"/*.deb; do dpkg-deb -x "$deb" "$UNPACKED"; done
    replace_what_debian_removed
    rm -rf "$debs" "$GROUND/apt"
    mark_done tree "$(basename "$1")"
}

cached_odoo_deb() {
    find "$CACHE" -maxdepth 1 -name 'odoo-19_*.deb' 2>/dev/null | sort -V | tail -n1
}

download_odoo() {
    say "Getting Odoo 19 from Debian unstable (120 MB)"
    mkdir -p "$CACHE/part"
    if download_from unstable "$CACHE/part" odoo-19; then
        mv "$CACHE"/part/odoo-19_*.deb "$CACHE/"
    else
        tail -n 5 "$LOGS/download.log" >&2
        fail "Odoo 19 could not be downloaded. Set ODOO_DEB=/path/to/odoo-19_….deb (Debian's package)" \
            "or ODOO_TREE=/path/to/odoo (an Odoo 19 source tree)."
    fi
}

# Font Awesome has to be 4.7, which the machine's own release has and unstable has not; some
# other fonts are only in unstable, and pages work without them.
download_linked_packages() { # into folder $1
    local package
    say "Getting its fonts and JavaScript libraries"
    for package in "${LINKED_PACKAGES[@]}"; do
        download_from own-release "$1" "$package" || download_from unstable "$1" "$package" ||
            say "Going on without $package"
    done
}

download_from() { # download_from unstable|own-release FOLDER PACKAGE
    [ -e "$GROUND/apt/$1/updated" ] || update_lists "$1" || return
    (cd "$2" && apt_for "$1" download "$3") >>"$LOGS/download.log" 2>&1
}

update_lists() {
    mkdir -p "$GROUND/apt/$1/partial" "$GROUND/apt/cache/archives/partial"
    [ "$1" = own-release ] || write_unstable_source || return
    apt_for "$1" update >>"$LOGS/download.log" 2>&1 && touch "$GROUND/apt/$1/updated"
}

# The machine's own mirror also carries unstable.
write_unstable_source() {
    local mirror; mirror=$(debian_mirror) || return
    echo "deb $(keyring_option) $mirror unstable main" >"$GROUND/apt/unstable.list"
}

# The machine's apt configuration, with private lists and cache: needs no root, changes nothing.
apt_for() {
    local from=$1 options=(); shift
    [ "$from" = own-release ] ||
        options=(-o Dir::Etc::SourceList="$GROUND/apt/unstable.list" -o Dir::Etc::SourceParts=-)
    apt-get -o Dir::State::Lists="$GROUND/apt/$from" -o Dir::Cache="$GROUND/apt/cache" \
        -o APT::Sandbox::User="$(id -un)" "${options[@]}" "$@"
}

debian_mirror() {
    local release; release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
        awk -v release="$release" '$1 == release { print $2; found = 1; exit }
                                   END { if (!found) exit 1 }'
}

keyring_option() {
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ ! -e "$keyring" ] || echo "[signed-by=$keyring]"
}

# Debian drops this minified file; its absence is a console error, which fails browser tests.
replace_what_debian_removed() {
    local file; file="$(odoo_tree)/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    mkdir -p "$(dirname "$file")"
    [ -e "$file" ] || : >"$file"
}
