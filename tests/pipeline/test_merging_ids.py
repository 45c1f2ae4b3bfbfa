"""Ids stay for ever: through corrections, merges, splits, losses and returns."""

from dataclasses import replace

from pipeline.merging_ids import KnownEvent, Naming, Unnamed, name_events


def event(keys: str, date: str | None = "2020-07-07", **more: object) -> Unnamed:
    """Make an event that the pages named by single letters tell of."""
    plain = Unnamed("zoom", "paused", "data_requests", date, frozenset(keys), sources=len(keys))
    return replace(plain, **more)  # type: ignore[arg-type]


def entry(given: str, keys: str, **more: object) -> KnownEvent:
    plain = KnownEvent(given, "zoom", "paused", "data_requests", tuple(keys))
    return replace(plain, **more)  # type: ignore[arg-type]


def nights(*events: list[Unnamed]) -> Naming:
    """Name the events of one night after the other; give the last naming."""
    ledger: tuple[KnownEvent, ...] = ()
    for tonight in events:
        naming = name_events(tonight, ledger)
        ledger += naming.ledger
    return naming


def test_an_id_is_company_stance_and_date_without_underscores():
    answer = event("a", "2020-08", company="google", stance="not_receiving_requests")

    assert name_events([answer], ()).ids == ("google-not-receiving-requests-2020-08",)


def test_an_event_without_a_date_says_so_in_its_id():
    assert name_events([event("a", None)], ()).ids == ("zoom-paused-undated",)


def test_the_scope_enters_an_id_only_where_it_is_needed():
    events = [event("a", scope="content_removal"), event("bc")]

    assert name_events(events, ()).ids == (
        "zoom-paused-content-removal-2020-07-07",
        "zoom-paused-2020-07-07",
    )


def test_a_number_is_the_last_resort():
    known = [
        entry("zoom-paused-2020-07-07", "x"),
        entry("zoom-paused-data-requests-2020-07-07", "y"),
        entry("zoom-paused-data-requests-2020-07-07-2", "z"),
    ]

    assert name_events([event("a")], known).ids == ("zoom-paused-data-requests-2020-07-07-3",)


def test_a_new_event_enters_the_ledger_with_all_it_is_recognised_by():
    assert name_events([event("ba")], ()).ledger == (
        KnownEvent(
            id="zoom-paused-2020-07-07",
            company="zoom",
            stance="paused",
            scope="data_requests",
            claims=("a", "b"),
            date="2020-07-07",
            merged_into=None,
        ),
    )


def test_a_second_night_with_the_same_events_adds_nothing():
    tonight = [event("ab"), event("c", "2021-07-07")]

    assert nights(tonight, tonight) == Naming(
        ids=("zoom-paused-2020-07-07", "zoom-paused-2021-07-07"), ledger=(), redirects=()
    )


def test_a_new_page_is_one_new_entry_under_the_same_id():
    ledger = nights([event("a"), event("x", "2021-07-07")], [event("ab"), event("x", "2021-07-07")])

    assert [(each.id, each.claims) for each in ledger.ledger] == [
        ("zoom-paused-2020-07-07", ("a", "b"))
    ]


def test_a_corrected_date_keeps_the_id():
    assert nights([event("ab")], [event("abc", "2020-07-06")]).ids == ("zoom-paused-2020-07-07",)


def test_a_corrected_scope_keeps_the_id():
    assert nights([event("a")], [event("a", scope="market")]).ids == ("zoom-paused-2020-07-07",)


def test_another_company_or_stance_on_the_same_page_is_recognised_as_another():
    others = [event("a", company="webex"), event("a", stance="refused")]

    assert nights([event("a")], [event("a"), *others]).ids == (
        "zoom-paused-2020-07-07",
        "webex-paused-2020-07-07",
        "zoom-refused-2020-07-07",
    )


def test_an_event_of_the_same_scope_is_recognised_before_one_of_another():
    tonight = [event("ab", scope="market"), event("a", "2020-07-01")]

    assert nights([event("ab")], tonight).ids == (
        "zoom-paused-market-2020-07-07",
        "zoom-paused-2020-07-07",
    )


def test_of_two_events_that_become_one_the_id_given_first_survives():
    naming = nights(
        [event("bcd", "2020-07-08")],
        [event("a", "2020-07-01"), event("bcd", "2020-07-08")],
        [event("abcd", "2020-07-04")],
    )

    assert naming.ids == ("zoom-paused-2020-07-08",)
    assert naming.redirects == (("zoom-paused-2020-07-01", "zoom-paused-2020-07-08"),)


def test_the_id_given_first_survives_though_the_other_has_more_pages():
    naming = nights(
        [event("a", "2020-07-08")],
        [event("a", "2020-07-08"), event("bcd", "2020-07-01")],
        [event("abcd", "2020-07-04")],
    )

    assert naming.ids == ("zoom-paused-2020-07-08",)


def test_a_merge_is_written_to_the_ledger_once():
    apart, together = [event("a", "2020-07-01"), event("b", "2020-07-08")], [event("ab")]

    assert [(each.id, each.merged_into) for each in nights(apart, together).ledger] == [
        ("zoom-paused-2020-07-01", None),
        ("zoom-paused-2020-07-08", "zoom-paused-2020-07-01"),
    ]
    assert nights(apart, together, together).ledger == ()


def test_a_redirect_stays_when_the_pages_behind_it_vanish():
    known = [entry("kept", "a"), entry("gone", "x", merged_into="kept")]

    assert name_events([event("a")], known).redirects == (("gone", "kept"),)


def test_a_chain_of_redirects_is_flattened():
    known = [
        entry("first", "x", merged_into="second"),
        entry("second", "y", merged_into="third"),
        entry("third", "a"),
    ]

    assert name_events([event("a")], known).redirects == (("first", "third"), ("second", "third"))


def test_a_ledger_whose_redirects_run_in_a_circle_does_no_harm():
    known = [entry("first", "x", merged_into="second"), entry("second", "y", merged_into="first")]

    assert name_events([event("a")], known).redirects == ()


def test_a_redirect_to_an_event_that_is_gone_leads_nowhere():
    known = [entry("kept", "x"), entry("gone", "y", merged_into="kept")]

    assert name_events([event("a")], known).redirects == ()


def test_an_id_that_was_merged_comes_back_when_its_pages_part_again():
    apart = [event("a", "2020-07-01"), event("b", "2020-07-08")]
    naming = nights(apart, [event("ab", "2020-07-04")], apart)

    assert (naming.ids, naming.redirects) == (
        ("zoom-paused-2020-07-01", "zoom-paused-2020-07-08"),
        (),
    )


def test_an_event_that_splits_leaves_its_id_to_the_larger_part():
    naming = nights([event("abc")], [event("a", "2020-06-01"), event("bc")])

    assert naming.ids == ("zoom-paused-2020-06-01", "zoom-paused-2020-07-07")


def test_an_event_that_splits_in_equal_parts_leaves_its_id_to_the_earlier():
    naming = nights([event("ab")], [event("b", "2020-06-20"), event("a", "2020-06-01")])

    assert naming.ids == ("zoom-paused-2020-06-20", "zoom-paused-2020-07-07")


def test_a_page_that_changed_does_not_wake_a_merged_id_for_a_new_act():
    known = [entry("kept", "ps"), entry("old", "s", merged_into="kept")]
    naming = name_events([event("ps"), event("sz", "2022-01-10")], known)

    assert naming.ids == ("kept", "zoom-paused-2022-01-10")
    assert naming.redirects == (("old", "kept"),)


def test_a_page_that_tells_a_second_act_leaves_the_first_its_id():
    naming = nights([event("s")], [event("s", "2022-01-10"), event("sab")])

    assert naming.ids == ("zoom-paused-2022-01-10", "zoom-paused-2020-07-07")


def test_two_acts_told_by_the_same_pages_keep_their_own_ids():
    tonight = [event("s", "2022-01-10"), event("s", "2020-07-07")]
    naming = nights([event("s", "2020-07-07")], tonight, tonight[::-1])

    assert naming.ids == ("zoom-paused-2020-07-07", "zoom-paused-2022-01-10")


def test_an_act_told_apart_long_ago_is_not_sent_to_the_other_when_its_pages_vanish():
    naming = nights(
        [event("abc")],
        [event("ab"), event("c", "2020-06-01")],
        [event("c", "2020-06-01")],
    )

    assert (naming.ids, naming.redirects) == (("zoom-paused-2020-06-01",), ())


def test_an_id_that_lost_its_pages_is_given_to_no_other_event():
    assert nights([event("a")], [event("b")]).ids == ("zoom-paused-data-requests-2020-07-07",)


def test_an_id_returns_with_one_of_its_pages():
    assert nights([event("ab")], [event("c")], [event("b"), event("c", "2021-01-01")]).ids == (
        "zoom-paused-2020-07-07",
        "zoom-paused-data-requests-2020-07-07",
    )


def test_all_entries_of_an_id_count_and_not_only_the_last():
    assert name_events([event("a")], [entry("id", "a"), entry("id", "b")]).ids == ("id",)
