"""Knows how documents become one Launch: traits, tiers, markets, owners, dates, did-you-mean.

Every reference is resolved here or said to be unknown; ids of entries that failed their shape
are known, so that one mistake is reported once.
"""

from gtm.link.by_name import name_the_id
from gtm.link.launch import launch_names, link, workspace_of
from gtm.link.settings import FORMAT
from gtm.link.settings import check as check_settings

__all__ = ["FORMAT", "check_settings", "launch_names", "link", "name_the_id", "workspace_of"]
