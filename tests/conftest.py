"""Tests that freeze the clock do not freeze pytest's own: durations stay true."""

import freezegun

freezegun.configure(extend_ignore_list=["_pytest.timing", "_pytest.runner"])
