"""What Odoo keeps in memory, from test to test.

Odoo's test cases empty all caches after each test, so that each one reads views, rights
and settings anew. In real life a rollback forgets what its transaction has changed, see
``Registry.reset_changes``; so do our tests, and take half the time.
"""

from unittest.mock import patch


class ChangedCaches:
    """Notes which caches a class, and each of its tests, has invalidated."""

    def __init__(self, registry):
        self.registry = registry
        self.of_class, self.of_test = set(), set()
        self.is_over = False
        self.patchers = [
            patch.object(registry, name, getattr(self, name))
            for name in ("clear_cache", "clear_all_caches")
        ]

    def start(self):
        for patcher in self.patchers:
            patcher.start()

    def stop(self):
        for patcher in self.patchers:
            patcher.stop()

    def clear_cache(self, *names):
        self.of_test.update(names or ("default",))
        type(self.registry).clear_cache(self.registry, *names)

    def clear_all_caches(self):
        if self.is_over:
            self.forget(self.of_class | self.of_test)
        else:
            self.of_test.update(self.registry.cache_sequences)
            type(self.registry).clear_all_caches(self.registry)

    def begin_test(self):
        self.of_class |= self.of_test
        self.of_test = set()

    def end_test(self):
        self.of_class |= self.of_test
        self.forget(self.of_test)

    def end_class(self):
        """From now on all caches are emptied only where the models have changed."""
        self.is_over = not self.registry.registry_invalidated

    def forget(self, names):
        if names:
            type(self.registry).clear_cache(self.registry, *names)
