"""Half transfers: what is joined, what is left, and where the fee goes."""

from events.making_events import event
from harvestry.events.event import Event
from harvestry.events.joining import join as join_with_problems
from harvestry.events.kind import Kind
from harvestry.units.exact import money_of, quantity_of


def _out(id_: str, time: str, quantity: str, **columns: str) -> Event:
    return event(id_, time, "withdrawal", "BTC", quantity, **columns)


def _in(id_: str, time: str, quantity: str, account: str = "wallet", **columns: str) -> Event:
    return event(id_, time, "deposit", "BTC", quantity, account=account, **columns)


def join(events: list[Event]) -> list[Event]:
    return join_with_problems(events).events


def _transfers(events: list[Event]) -> list[Event]:
    return [each for each in events if each.kind is Kind.TRANSFER]


def test_the_same_hash_joins_and_what_did_not_arrive_is_the_fee() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", hash="AB12")
    into = _in("d1", "2026-01-05T10:00", "0.9", hash="ab12")
    (transfer,) = join([into, out])
    assert (transfer.id, transfer.account, transfer.to_account) == ("w1", "kraken", "wallet")
    assert transfer.quantity == quantity_of("0.9")
    assert (transfer.fee_asset, transfer.fee_quantity) == ("BTC", quantity_of("0.1"))
    assert transfer.detail.arrival == into.source
    assert transfer.detail.by_hash


def test_a_hash_on_one_side_alone_joins_nothing_by_itself() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", hash="AB12")
    (transfer,) = join([_in("d1", "2026-01-01T11:00", "0.999"), out])
    assert transfer.detail.arrival is not None
    assert not transfer.detail.by_hash


def test_without_a_hash_amount_and_time_must_fit() -> None:
    out = _out("w1", "2026-01-01T10:00", "1")
    assert len(join([out, _in("near", "2026-01-01T11:00", "0.999")])) == 1
    assert not _transfers(join([out, _in("less", "2026-01-01T11:00", "0.99")]))
    assert not _transfers(join([out, _in("more", "2026-01-01T11:00", "1.001")]))
    assert not _transfers(join([out, _in("late", "2026-01-05T11:00", "1")]))
    assert not _transfers(join([out, _in("early", "2026-01-01T08:00", "1")]))
    assert not _transfers(join([out, _in("same", "2026-01-01T11:00", "1", account="kraken")]))


def test_different_hashes_never_join() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", hash="aa")
    assert not _transfers(join([out, _in("d1", "2026-01-01T11:00", "1", hash="bb")]))


def test_each_half_goes_to_its_best_fit() -> None:
    halves = [
        _out("w1", "2026-01-01T10:00", "1"),
        _out("w2", "2026-01-01T10:05", "1.001"),
        _in("d1", "2026-01-01T11:00", "0.9995"),
        _in("d2", "2026-01-01T11:00", "1.0005"),
    ]
    joined = {each.id: each.quantity for each in join(halves)}
    assert joined == {"w1": quantity_of("0.9995"), "w2": quantity_of("1.0005")}


def test_a_known_fee_is_part_of_what_left() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", fee_asset="BTC", fee_quantity="0.0005", fee_usd="40")
    (transfer,) = join([out, _in("d1", "2026-01-01T11:00", "0.9995")])
    assert transfer.fee_quantity == quantity_of("0.0005")
    assert transfer.fee_usd is not None


def test_what_the_venue_kept_of_a_deposit_is_part_of_the_fee() -> None:
    kept = _in("d1", "2026-01-01T11:00", "1", fee_asset="BTC", fee_quantity="0.001")
    (transfer,) = join([_out("w1", "2026-01-01T10:00", "1"), kept])
    assert transfer.quantity == quantity_of("0.999")
    assert transfer.fee_quantity == quantity_of("0.001")


def test_a_fee_in_another_coin_stands_apart_where_units_burnt_too() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", fee_asset="ETH", fee_quantity="0.01")
    joined = join([out, _in("d1", "2026-01-01T11:00", "0.9995")])
    fee = next(each for each in joined if each.kind is Kind.FEE)
    (transfer,) = _transfers(joined)
    assert (fee.asset, fee.quantity) == ("ETH", quantity_of("0.01"))
    assert (transfer.fee_asset, transfer.fee_quantity) == ("BTC", quantity_of("0.0005"))


def test_the_order_of_events_does_not_matter() -> None:
    halves = [
        *(_out(f"w{n}", f"2026-01-01T10:0{n}", "1") for n in range(5)),
        *(_in(f"d{n}", f"2026-01-01T11:0{n}", "1") for n in range(5)),
    ]
    pairs = {(each.id, each.time) for each in join(halves)}
    assert pairs == {(each.id, each.time) for each in join(halves[::-1])}
    assert len(pairs) == 5


def test_a_joining_by_amount_is_said() -> None:
    out = _out("w1", "2026-01-01T10:00", "1")
    (said,) = join_with_problems([out, _in("d1", "2026-01-01T11:00", "1")]).problems
    assert said.code == "joined-by-amount"


def test_where_two_would_fit_as_well_nothing_is_joined_and_both_are_told() -> None:
    out = _out("w1", "2026-01-01T10:00", "1")
    rival = _in("d2", "2026-01-01T12:00", "1", account="phone")
    joined = join_with_problems([out, _in("d1", "2026-01-01T11:00", "1"), rival])
    assert not _transfers(joined.events)
    assert [(p.code, p.choices) for p in joined.problems] == [
        ("transfer-ambiguous", ("d1", "d2")),
        ("transfer-ambiguous", ("w1",)),
        ("transfer-ambiguous", ("w1",)),
    ]
    assert "d1 in wallet, d2 in phone" in joined.problems[0].message


def test_who_can_only_go_one_way_decides_for_the_others() -> None:
    halves = [
        _out("w1", "2026-01-01T10:00", "1"),
        _in("d1", "2026-01-01T10:30", "1"),
        event("w2", "2026-01-01T14:00", "withdrawal", "BTC", "1", account="coinbase"),
        _in("d2", "2026-01-01T14:30", "1", account="phone"),
    ]
    assert {(t.id, t.to_account) for t in _transfers(join(halves))} == {
        ("w1", "wallet"),
        ("w2", "phone"),
    }


def test_the_fullest_pairing_is_not_taken_against_what_is_best() -> None:
    """Of a chain w1-d1-w2-d2 whose middle fits best, nothing is sure."""
    halves = [
        _out("w1", "2026-01-01T08:00", "1.003"),
        _in("d1", "2026-01-01T11:00", "0.9999"),
        event("w2", "2026-01-01T10:50", "withdrawal", "BTC", "1", account="coinbase"),
        _in("d2", "2026-01-01T20:00", "0.9952", account="phone"),
    ]
    joined = join_with_problems(halves)
    assert not _transfers(joined.events)
    assert {p.code for p in joined.problems} == {"transfer-ambiguous"}


def test_one_transaction_may_pay_several_own_accounts() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", hash="0xAA")
    halves = [
        out,
        _in("d1", "2026-01-01T11:00", "0.4", hash="aa"),
        _in("d2", "2026-01-01T12:00", "0.59", account="phone", hash="0xaa"),
    ]
    joined = _transfers(join(halves))
    assert [(t.id, t.to_account, t.quantity, t.fee_quantity) for t in joined] == [
        ("w1", "wallet", quantity_of("0.4"), quantity_of("0.01")),
        ("w1:part2", "phone", quantity_of("0.59"), None),
    ]


def test_one_transaction_may_come_from_several_own_accounts() -> None:
    halves = [
        _out("w1", "2026-01-01T10:00", "1", hash="aa"),
        event("w2", "2026-01-01T10:00", "withdrawal", "BTC", "2", account="coinbase", hash="aa"),
        _in("d1", "2026-01-01T11:00", "2.99", hash="aa"),
    ]
    joined = {t.id: (t.quantity, t.fee_quantity) for t in _transfers(join(halves))}
    assert joined == {
        "w1": (quantity_of("1"), None),
        "w2": (quantity_of("1.99"), quantity_of("0.01")),
    }


def test_a_transaction_that_paid_somebody_else_too_keeps_the_rest_as_a_half() -> None:
    out = _out("w1", "2026-01-01T10:00", "10", hash="aa", usd="100")
    joined = join([out, _in("d1", "2026-01-01T11:00", "0.1", hash="aa")])
    assert [(e.id, e.kind, e.quantity, e.usd, e.fee_quantity) for e in joined] == [
        ("w1", Kind.TRANSFER, quantity_of("0.1"), None, None),
        ("w1:rest", Kind.WITHDRAWAL, quantity_of("9.9"), money_of("99"), None),
    ]


def test_batches_of_one_hash_are_told_apart_by_equal_amounts_alone() -> None:
    halves = [
        _out("w1", "2026-01-01T10:00", "1", hash="aa"),
        _out("w2", "2026-01-01T10:00", "2", hash="aa"),
        _in("d1", "2026-01-01T11:00", "2", hash="aa"),
        _in("d2", "2026-01-01T11:00", "0.999", account="phone", hash="aa"),
    ]
    assert {(t.id, t.to_account) for t in _transfers(join(halves))} == {
        ("w2", "wallet"),
        ("w1", "phone"),
    }
    equal = [*halves[:2], _in("d1", "2026-01-01T11:00", "1", hash="aa"), halves[3]]
    equal[1] = _out("w2", "2026-01-01T10:00", "1", hash="aa")
    assert not _transfers(join(equal))


def test_a_near_miss_is_a_guess_for_the_fix_list() -> None:
    out = _out("w1", "2026-01-01T10:00", "1")
    joined = join_with_problems([out, _in("d1", "2026-01-01T11:00", "0.99")])
    assert not _transfers(joined.events)
    assert [(p.code, p.severity, p.choices) for p in joined.problems] == [
        ("transfer-near-miss", "note", ("d1",)),
        ("transfer-near-miss", "note", ("w1",)),
    ]


def test_bitcoin_may_take_three_days_which_is_said() -> None:
    out = _out("w1", "2026-01-01T10:00", "1")
    (said,) = join_with_problems([out, _in("d1", "2026-01-04T09:00", "1")]).problems
    assert "it took 71 hours" in said.message
    late = [
        event("w", "2026-01-01T10:00", "withdrawal", "ETH", "1"),
        event("d", "2026-01-02T11:00", "deposit", "ETH", "1", account="wallet"),
    ]
    assert not _transfers(join(late))


def test_the_fee_is_valued_by_what_the_row_says_all_was_worth() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", usd="80000")
    (transfer,) = join([out, _in("d1", "2026-01-01T11:00", "0.9995")])
    assert transfer.usd is None
    assert transfer.fee_usd == money_of("40")


def test_within_one_account_nothing_moves_and_what_was_burnt_is_given_up() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", hash="aa")
    into = _in("d1", "2026-01-01T11:00", "0.99", account="kraken", hash="aa")
    (fee,) = join([out, into])
    assert (fee.kind, fee.quantity) == (Kind.FEE, quantity_of("0.01"))


def test_one_hash_years_apart_is_no_transfer() -> None:
    out = _out("w1", "2026-01-01T10:00", "1", hash="aa")
    assert not _transfers(join([out, _in("d1", "2023-01-01T11:00", "1", hash="aa")]))


def test_a_thousand_equal_halves_of_one_day_are_all_joined() -> None:
    halves = [
        *(_out(f"w{n}", f"2026-01-01T{n // 60 % 20:02}:{n % 60:02}", "1") for n in range(1000)),
        *(_in(f"d{n}", f"2026-01-01T{n // 60 % 20:02}:{n % 60:02}:30", "1") for n in range(1000)),
    ]
    assert len(_transfers(join(halves))) == 1000


def _weth(id_: str, time: str, quantity: str, **columns: str) -> Event:
    return event(id_, time, "withdrawal", "WETH", quantity, **columns)


def _eth(id_: str, time: str, quantity: str, **columns: str) -> Event:
    return event(id_, time, "deposit", "ETH", quantity, account="wallet", **columns)


def test_a_wrapped_coin_may_arrive_as_the_coin_and_becomes_it_there() -> None:
    out = _weth("w1", "2026-01-01T10:00", "1", fee_asset="WETH", fee_quantity="0.01")
    into = _eth("d1", "2026-01-01T11:00", "0.99", usd="2970")
    transfer, renamed = join([out, into])
    assert (transfer.id, transfer.kind, transfer.asset) == ("w1", Kind.TRANSFER, "WETH")
    assert (transfer.quantity, transfer.fee_quantity) == (quantity_of("0.99"), quantity_of("0.01"))
    assert (renamed.id, renamed.kind, renamed.account) == ("w1:as1", Kind.TRADE, "wallet")
    assert (renamed.asset, renamed.got_asset) == ("WETH", "ETH")
    assert renamed.quantity == renamed.got_quantity == quantity_of("0.99")
    assert (renamed.time, renamed.usd) == (into.time, money_of("2970"))
    assert renamed.source == into.source


def test_one_hash_joins_a_bridged_coin_and_two_tokens_of_one_coin() -> None:
    out = event("w1", "2026-01-01T10:00", "withdrawal", "ETH.ARB", "1", hash="0xAB")
    transfer, renamed = join([out, _eth("d1", "2026-01-03T10:00", "1", hash="ab")])
    assert transfer.detail.by_hash
    assert (renamed.asset, renamed.got_asset) == ("ETH.ARB", "ETH")
    into = event("d2", "2026-01-01T10:30", "deposit", "WETH", "1", account="wallet")
    moved = join([event("w2", "2026-01-01T10:00", "withdrawal", "ETH.OP", "1"), into])
    assert [(each.id, each.got_asset) for each in moved] == [
        ("w2", None),
        ("w2:as1", "ETH"),
        ("w2:as2", "WETH"),
    ]


def test_a_coin_of_the_same_name_goes_before_one_that_stands_for_it() -> None:
    own = event("own", "2026-01-01T20:00", "deposit", "WETH", "0.999", account="wallet")
    out, nearer = _weth("w1", "2026-01-01T10:00", "1"), _eth("d1", "2026-01-01T10:01", "1")
    events = join([out, nearer, own])
    assert [each.id for each in _transfers(events)] == ["w1"]
    assert nearer in events
    assert not [each for each in events if each.kind is Kind.TRADE]


def test_a_half_that_may_be_one_with_its_own_name_is_not_taken_for_another() -> None:
    own = [
        event(id_, "2026-01-01T11:00", "deposit", "WETH", "1", account=f"wallet-{id_}")
        for id_ in ("a", "b")
    ]
    assert not _transfers(
        join([_weth("w1", "2026-01-01T10:00", "1"), *own, _eth("d", "2026-01-01T11:00", "1")])
    )


def test_a_staked_token_is_not_the_coin() -> None:
    out = event("w1", "2026-01-01T10:00", "withdrawal", "CBETH", "1", hash="ab")
    assert not _transfers(join([out, _eth("d1", "2026-01-01T11:00", "1", hash="ab")]))
