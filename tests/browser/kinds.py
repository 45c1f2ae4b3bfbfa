"""The kinds of pages there are, each by one or two addresses on the demo."""

from urllib.parse import quote

EVENT = "/events/google-paused-2020-07-06"
ONE_OF_EACH = (
    "/",
    "/companies",
    "/companies/google",
    "/events",
    EVENT,
    "/search?q=requests",
    "/corrections",
)
OURS = (
    *ONE_OF_EACH,
    "/events?company=zoom&company=google&stance=paused",
    "/events?since=2031",
    "/search",
    f"/search?q={quote('國安')}",
)
DATASETTE = (
    "/timeline",
    "/timeline/timeline?_size=20",
    "/timeline/claims?_size=20&_facet=scope&_facet=stance",
    "/timeline/companies/google",
    "/timeline/first_thirty_days",
    "/timeline?sql=select+id+from+events",
)
