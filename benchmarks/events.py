"""The yardstick: reads every YAML file below a folder as libyaml's bare events and does nothing else."""

import os
import sys

import yaml
from yaml.cyaml import CParser

end = yaml.StreamEndEvent
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".yaml"):
            with open(os.path.join(folder, name), "rb") as stream:
                get = CParser(stream.read()).get_event
                while get().__class__ is not end:
                    pass
