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


def test_a_joining_by_amount_is_said_and_rivals_are_warned_of() -> None:
    out = _out("w1", "2026-01-01T10:00", "1")
    (said,) = join_with_problems([out, _in("d1", "2026-01-01T11:00", "1")]).problems
    assert said.code == "joined-by-amount"
    rival = _in("d2", "2026-01-01T12:00", "1", account="phone")
    (warned,) = join_with_problems([out, _in("d1", "2026-01-01T11:00", "1"), rival]).problems
    assert warned.code == "transfer-ambiguous"
    assert "d2 in phone" in warned.message


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
