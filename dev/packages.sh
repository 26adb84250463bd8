# Debian packages: installed when missing, or named when they cannot be.
# shellcheck shell=bash

postgres_bin() { # the newest server's programs, which Debian keeps off the PATH
    local found
    found=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n1)
    [ -x "$found" ] || found=$(command -v initdb || true)
    [ -n "$found" ] && dirname "$found"
}

python_can_make_venvs() { python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; }

package_is_missing() {
    case $1 in
        postgresql)    [ -z "$(postgres_bin)" ] ;;
        python3-venv)  ! python_can_make_venvs ;;
        poppler-utils) ! command -v pdftotext >/dev/null ;;
        *)             ! command -v "$1" >/dev/null ;;
    esac
}

# need_packages NAME...
need_packages() {
    local name missing=()
    for name; do
        if package_is_missing "$name"; then missing+=("$name"); fi
    done
    [ ${#missing[@]} -eq 0 ] || with_lock packages install_packages "${missing[@]}"
}

install_packages() {
    local as_root=() command="apt-get update && apt-get install --no-install-recommends $*"
    command -v apt-get >/dev/null || fail "missing: $*. Install what these Debian packages hold and try again."
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "missing: $*. As root: $command"
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n)
        "${as_root[@]}" true || fail "missing: $*. As root: $command"
    fi
    say "Installing Debian packages: $*"
    logged apt "${as_root[@]}" apt-get update
    logged apt "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "$@"
}
