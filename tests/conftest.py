pytest_plugins = ["tests.golden", "tests.browsing"]
