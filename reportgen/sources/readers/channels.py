"""Channels: one spelling of the marketing channels for every reader, and the rules that find them.

The names are those of Google Analytics' default channel group in sentence case (``Organic search``); the
rules that tell a channel from a visit's ``utm_source``, ``utm_medium`` and ``utm_campaign`` follow that
grouping: the first that holds decides.

| channel | when |
| --- | --- |
| Direct | source ``(direct)`` or none, medium ``(none)``, ``(not set)`` or none |
| Cross-network | the campaign's name has ``cross-network`` |
| Paid shopping | a paid medium, and a shopping site or a campaign named ``shop…`` |
| Paid search · Paid social · Paid video | a paid medium, and a search, social or video site |
| Display | medium ``display``, ``banner``, ``expandable``, ``interstitial``, ``cpm`` |
| Paid other | any other paid medium: ``cpc``, ``ppc``, ``cpv`` …, ``retargeting``, ``paid…`` |
| Organic shopping · Organic social · Organic video | such a site; campaign ``shop…``, medium ``social…`` or ``video`` |
| Organic search | a search site, or medium ``organic`` |
| Referral | medium ``referral``, ``app`` or ``link`` |
| Email · Affiliates · Audio · SMS · Mobile push notifications | medium named so; for Email and SMS also the source |
| Unassigned | anything else |
"""

from __future__ import annotations

from reportgen.sources.raw import quoted

CHANNELS = (
    "Affiliates",
    "AI assistant",
    "Audio",
    "Cross-network",
    "Direct",
    "Display",
    "Email",
    "Mobile push notifications",
    "Organic search",
    "Organic shopping",
    "Organic social",
    "Organic video",
    "Paid other",
    "Paid search",
    "Paid shopping",
    "Paid social",
    "Paid video",
    "Referral",
    "SMS",
    "Unassigned",
)
"""The channels by the names that every reader gives them; a client's own groups keep their names."""

_SITES = {
    "search": "google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|naver|daum|qwant|startpage|brave|aol|ask|seznam|sogou",
    "social": "facebook|fb|instagram|ig|meta|pinterest|tiktok|twitter|t\\.co|x|linkedin|lnkd|snapchat|reddit|threads"
    "|weibo|vk|kakaotalk|kakaostory|tumblr|quora",
    "video": "youtube|youtu\\.be|vimeo|twitch|dailymotion|netflix|hulu",
    "shopping": "amazon|ebay|etsy|walmart|aliexpress|alibaba|shopping\\.google|googleshopping|idealo|coupang",
}
_PAID = r"(.*cp.*|ppc|retargeting|paid.*)"


def channel_name(column: str) -> str:
    """SQL: the channel in a column, known ones in the one spelling, others as they stand."""
    listed = ", ".join(quoted(name) for name in CHANNELS)
    folded = ", ".join(quoted(name.casefold()) for name in CHANNELS)
    place = f"list_position([{folded}], lower({column}))"
    return f"coalesce(([{listed}])[{place}], {column})"


def channel_of(source: str, medium: str, campaign: str) -> str:
    """SQL: the channel of a visit with this source, medium and campaign, any of which may be null."""
    source, medium, campaign = (f"lower(coalesce(trim({cell}), ''))" for cell in (source, medium, campaign))
    paid = _like(medium, _PAID)
    site = {kind: _like(source, rf"(.*\.)?({names})(\..*)?") for kind, names in _SITES.items()}
    shop = _like(campaign, r"(.*[^a-df-z])?shop.*|.*shopping.*")

    def named(*words: str) -> str:
        return f"({medium} in ({', '.join(map(quoted, words))}))"

    def either(*words: str) -> str:
        return f"({named(*words)} or {source} in ({', '.join(map(quoted, words))}))"

    rules = (
        ("Direct", f"{source} in ('', '(direct)', 'direct') and {named('', '(none)', '(not set)', 'none', 'direct')}"),
        ("Cross-network", f"contains({campaign}, 'cross-network')"),
        ("Paid shopping", f"{paid} and ({site['shopping']} or {shop})"),
        ("Paid search", f"{paid} and {site['search']}"),
        ("Paid social", f"{paid} and {site['social']}"),
        ("Paid video", f"{paid} and {site['video']}"),
        ("Display", named("display", "banner", "expandable", "interstitial", "cpm")),
        ("Paid other", paid),
        ("Organic shopping", f"{site['shopping']} or {shop}"),
        ("Organic social", f"{site['social']} or {_like(medium, 'social([ -](network|media))?|sm')}"),
        ("Organic video", f"{site['video']} or {_like(medium, '.*video.*')}"),
        ("Organic search", f"{site['search']} or {named('organic')}"),
        ("Referral", named("referral", "app", "link")),
        ("Email", either("email", "e-mail", "e_mail", "e mail")),
        ("Affiliates", named("affiliate", "affiliates")),
        ("Audio", named("audio")),
        ("SMS", either("sms")),
        ("Mobile push notifications", _like(medium, ".*push|.*(mobile|notification).*")),
    )
    whens = " ".join(f"when {condition} then {quoted(name)}" for name, condition in rules)
    return f"(case {whens} else 'Unassigned' end)"


def _like(cell: str, pattern: str) -> str:
    return f"regexp_full_match({cell}, {quoted(pattern)})"
