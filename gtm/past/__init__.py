"""What git remembers, compiled: where the files stand, the launch at each commit, the reviews that were held.

The one place that knows both git and the pipeline. Whatever git cannot say comes back as a Fault. It
must not know screens, documents or options. Nothing is loaded here: a status asks only where the files stand.
"""
