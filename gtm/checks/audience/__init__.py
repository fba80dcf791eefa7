"""Checks that look at for whom a launch is: loaded for launches that say it, so that no other pays for them.

Each is one file, as beside this folder. None may serve as proof, since a proof is looked up without an audience too.
"""
