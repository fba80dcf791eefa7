pytest_plugins = ["tests.golden"]
