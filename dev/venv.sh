# The Python environment: the needs listed in pyproject.toml's dependency groups. Odoo's tree is not
# in it but on PYTHONPATH, so that several Odoos run side by side.
# shellcheck shell=bash

# need_python GROUP...: groups of pyproject.toml
need_python() {
    make_venv
    local group
    for group; do install_group "$group"; done
}

site_packages() { echo "$VENV"/lib/python3*/site-packages; }

make_venv() {
    is_done venv "$(python3 -V)" && return
    say "Making the Python environment"
    rm -rf "$VENV" "$GROUND"/stamps/python-*
    logged venv python3 -m venv "$VENV"
    logged venv "$VENV/bin/pip" install --upgrade 'pip>=25.1'
    mark_done venv "$(python3 -V)"
}

install_group() {
    local wanted
    wanted=$(sed -n "/^\[dependency-groups\]/,/^\[tool/p" "$REPO/pyproject.toml" | cat - "$REPO/dev/constraints.txt" | sha256sum)
    is_done "python-$1" "$wanted" && return
    say "Installing Python packages: $1"
    (cd "$REPO" && logged "pip-$1" "$VENV/bin/pip" install --group "$1" --constraint dev/constraints.txt)
    mark_done "python-$1" "$wanted"
}
