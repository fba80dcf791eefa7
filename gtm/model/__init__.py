"""Knows what files say (written) and what a launch is (launch): frozen values, nothing that acts."""
