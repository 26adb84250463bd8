# The work is in dev/, one script per target. PORT, HOST, DB, ARGS, ODOO_TREE and ODOO_DEB may be
# set on make's command line or in the environment; see README.md.

.PHONY: run stop test test-odoo upgrade-test bench lint wheels clean

run:       ; @dev/run        # Odoo with the addons and a demo factory, in the background
stop:      ; @dev/stop       # stops what `make run` started
test:      ; @dev/test       # the addons' tests: make test ARGS='-k year'
test-odoo: ; @dev/test-odoo  # Odoo's own tests with the addons installed: make test-odoo ON=1
upgrade-test: ; @dev/upgrade-test # a database of the last release is updated
bench:     ; @dev/bench      # the README's numbers
lint:      ; @dev/lint
wheels:    ; @dev/wheels     # builds the packages and proves that they install
clean:     ; @dev/clean      # removes .odoo
