# The work is in dev/, one script per target. PORT, HOST, DB, ARGS, ODOO_TREE and ODOO_DEB may be
# set on make's command line or in the environment; see CONTRIBUTING.md.

.PHONY: run stop contract test test-odoo test-others upgrade-test bench lint readme wheels clean

run:          ; @dev/run          # Odoo with the addons and a demo factory, in the background
stop:         ; @dev/stop         # stops what `make run` started
contract:     ; @dev/contract     # what we rely on in Odoo, against this Odoo: WRITE=1 writes it anew
test:         ; @dev/test         # the addons' tests: make test ARGS='-k year'
test-odoo:    ; @dev/test-odoo    # Odoo's own tests with the addons installed: make test-odoo ON=1
test-others:  ; @dev/test-others  # OCA's addons beside ours, with their own tests: make test-others ON=1
upgrade-test: ; @dev/upgrade-test # a database of the last release, with data, is updated
bench:        ; @dev/bench        # the numbers of docs/benchmarks.md
lint:         ; @dev/lint         # Python, XML, and whether the addons' pages are current
readme:       ; @dev/readme       # the addons' pages, from their readme/ and docs/
wheels:       ; @dev/wheels       # builds the packages and proves that they install
clean:        ; @dev/clean        # removes .odoo
