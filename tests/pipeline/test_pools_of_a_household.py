"""Pools as a household meets them: settings and files in, books and problems out."""

from pathlib import Path

import pytest

from harvestry.case import Case, open_case
from harvestry.sources.settings.errors import SettingsError

HISTORY = """time,account,kind,asset,quantity,id,usd,lots,lots_at
2023-01-02T12:00:00Z,a,buy,BTC,1,early,100,,
2023-06-02T12:00:00Z,b,buy,BTC,1,late,1000,,
2024-03-02T12:00:00Z,b,sell,BTC,0.5,sale,2000,,
"""
PRICES = "date,asset,close_usd\n2026-11-22,BTC,3000\n2024-12-31,BTC,3000\n"
UNIVERSAL = '[pools]\nbefore_2025 = "universal"\n'
ACCOUNT = '[pools]\nbefore_2025 = "account"\n'
ALLOCATION = """[[pools.allocation]]
asset = "BTC"
kind = "specific-unit"
completed = 2025-01-15
rule = "file:alloc.csv"
"""


def case(folder: Path, accounts: str = "", *, as_of: str = "2026-11-22", rows: str = "") -> Case:
    (folder / "history.csv").write_text(HISTORY + rows)
    (folder / "prices.csv").write_text(PRICES)
    (folder / "accounts.toml").write_text(accounts)
    (folder / "profile.toml").write_text('time_zone = "UTC"\n')
    return open_case([folder], as_of=as_of)


def gain(of: Case) -> str:
    [row] = of.gains(2024).document["rows"]
    return str(row["gain"])


def codes(of: Case) -> set[str]:
    return {problem.code for problem in of.check().problems}


def held(of: Case) -> list[tuple[str, str, str]]:
    return [(each["account"], each["piece"], each["basis"]) for each in of.lots().document["lots"]]


def test_before_2025_a_sale_takes_the_earliest_lot_of_any_account(tmp_path: Path) -> None:
    assert gain(case(tmp_path, UNIVERSAL)) == "1950"
    assert gain(case(tmp_path, ACCOUNT)) == "1500"


def test_where_nobody_told_the_difference_is_said_by_year(tmp_path: Path) -> None:
    [problem] = [each for each in case(tmp_path).check().problems if each.code == "pools-not-told"]
    assert "2024: $450.00 less" in problem.message
    assert gain(case(tmp_path)) == "1950"


@pytest.mark.parametrize("accounts", [UNIVERSAL, ACCOUNT])
def test_where_it_was_told_nothing_is_said(tmp_path: Path, accounts: str) -> None:
    assert codes(case(tmp_path, accounts)) == set()


def test_where_it_changes_no_gain_nothing_is_said(tmp_path: Path) -> None:
    """With two owners there are two pools of one account each, whatever the rule."""
    of_two = '[account.b]\nowner = "spouse"\n'
    assert "pools-not-told" not in codes(case(tmp_path, of_two))


def test_a_coin_of_several_accounts_that_only_pays_a_fee_matters_too(tmp_path: Path) -> None:
    """Half a coin for 800: a gain of 750 by the lot of 100 in one pool, of 300 by its own."""
    (tmp_path / "fees.csv").write_text(
        "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd\n"
        "2023-01-02T12:00:00Z,a,buy,ETH,1,cheap,100,,,\n"
        "2023-02-02T12:00:00Z,b,buy,ETH,1,dear,1000,,,\n"
        "2024-03-02T12:00:00Z,b,buy,BTC,1,bought,5000,ETH,0.5,800\n"
    )
    problems = open_case([tmp_path], as_of="2024-12-31").check().problems
    [problem] = [each for each in problems if each.code == "pools-not-told"]
    assert "2024: $450.00 less" in problem.message


def test_before_2025_the_lots_of_a_pool_stand_under_its_name(tmp_path: Path) -> None:
    of = case(tmp_path, UNIVERSAL, as_of="2024-12-31")
    assert held(of) == [("universal:self", "early", "50"), ("universal:self", "late", "1000")]
    assert [sheet.title for sheet in of.harvest().sheets]


def test_a_joint_pool_has_the_share_of_its_accounts(tmp_path: Path) -> None:
    """Of the 800 a joint coin lost, 200 are on the return of the one who owns a quarter."""
    of = case(
        tmp_path,
        f'{UNIVERSAL}[account.j]\nowner = "joint"\nshare = "0.25"\n',
        as_of="2024-12-31",
        rows="2024-03-02T12:00:00Z,j,buy,BTC,1,ours,3800,,\n",
    )
    ordering = of.harvest().document["methods"]["fifo"]["ordering"]
    found = {each["lot"]: each["gain_or_loss"] for each in ordering}
    assert found["ours"] == "-200"


def test_the_pool_has_ended_though_nothing_happened_since(tmp_path: Path) -> None:
    """The half of `early` that is left stays at a; of `late` half stays at b, the rest fills a."""
    of = case(tmp_path, UNIVERSAL)
    assert held(of) == [("a", "early", "50"), ("a", "late/1", "500"), ("b", "late", "500")]


def test_every_basis_is_explained_through_the_end_of_the_pool(tmp_path: Path) -> None:
    of = case(tmp_path, UNIVERSAL, rows="2025-06-02T12:00:00Z,a,sell,BTC,1,second,5000,,\n")
    found = {row["figure"]: row["basis"] for row in of.gains(2025).document["rows"]}
    assert sorted(found.values()) == ["50", "500"]
    for figure, basis in found.items():
        [tree] = of.explain(f"{figure}:basis")
        assert tree["value"] == basis
        assert "Rev. Proc. 2024-28" in str(tree)


@pytest.mark.parametrize("before", [UNIVERSAL, ACCOUNT])
def test_wallets_of_one_owner_are_one_pool_where_that_is_chosen(
    tmp_path: Path, before: str
) -> None:
    """Whatever the year 2024 took: half of the early lot by one pool, of the late one by two."""
    of = case(tmp_path, before, rows="2025-06-02T12:00:00Z,b,sell,BTC,0.5,second,5000,,\n")
    (tmp_path / "profile.toml").write_text('[positions]\nself_custody_pool = "one"\n')
    [row] = of.gains(2025).document["rows"]
    assert (row["account"], row["lot"], row["basis"]) == ("b", "early", "50")
    assert {account for account, _, _ in held(of)} == {"wallets:self"}
    assert of.harvest().sheets


def test_a_choice_that_is_none_is_refused(tmp_path: Path) -> None:
    of = case(tmp_path, UNIVERSAL)
    (tmp_path / "profile.toml").write_text('[positions]\nself_custody_pool = "two"\n')
    with pytest.raises(SettingsError, match="self_custody_pool"):
        of.check()


def test_an_explicit_list_beside_the_settings_places_the_lots(tmp_path: Path) -> None:
    (tmp_path / "alloc.csv").write_text("account,lot,quantity\na,late,1\nb,early,0.5\n")
    of = case(tmp_path, UNIVERSAL + ALLOCATION)
    assert held(of) == [("a", "late", "1000"), ("b", "early", "50")]
    assert codes(of) == set()


def test_a_what_if_goes_by_history_for_the_list_is_of_other_lots(tmp_path: Path) -> None:
    (tmp_path / "alloc.csv").write_text("account,lot,quantity\na,late,1\nb,early,0.5\n")
    case(tmp_path, UNIVERSAL + ALLOCATION)
    what_if = open_case([tmp_path], as_of="2026-11-22", method="lifo")
    assert held(what_if) == [("a", "early", "100"), ("b", "late", "500")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("account,lot,quantity\na,late,1\n", "0.5 BTC are placed in no account"),
        ("account,lot,quantity\na,late,2\n", "row 1 gives a 2 BTC of late; it has no room"),
        ("account,lot,quantity\nb,early,0.5\na,early,1\n", "row 2 .* finds no more of that lot"),
        ("account,lot,quantity\nc,late,1\n", "row 1 names c, which held no BTC"),
        ("account,lot,quantity\na,late,none\n", "row 1 holds 'none' as quantity"),
        ("account,lot,quantity\na,,1\n", "row 1 names no lot"),
        ("account,lot,quantity\na,late\n", "row 1 has 2 cells under 3 columns"),
        ("account,lot\na,late\n", "it is no list of an allocation"),
    ],
)
def test_a_list_that_cannot_be_followed_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "alloc.csv").write_text(text)
    with pytest.raises(SettingsError, match=message):
        case(tmp_path, UNIVERSAL + ALLOCATION).check()


@pytest.mark.parametrize(
    ("allocation", "reason"),
    [
        ("kind = 'specific-unit'\nrule = 'history'", "nobody told when it was completed"),
        (
            "kind = 'specific-unit'\nrule = 'history'\ncompleted = 2026-10-15",
            "completed before 2026-10-15",
        ),
        ("kind = 'global'\nrule = 'history'", "described in the books before 2025-01-01"),
        (
            "kind = 'global'\nrule = 'history'\ndescribed = 2025-01-01",
            "described in the books before 2025-01-01",
        ),
    ],
)
def test_an_allocation_that_was_not_possible_is_said(
    tmp_path: Path, allocation: str, reason: str
) -> None:
    settings = f"{UNIVERSAL}[[pools.allocation]]\nasset = 'BTC'\n{allocation}\n"
    [problem] = [
        each
        for each in case(tmp_path, settings).check().problems
        if each.code == "allocation-not-valid"
    ]
    assert reason in problem.message


GLOBAL = f"{UNIVERSAL}[[pools.allocation]]\nasset='BTC'\nkind='global'\nrule='history'\n"


@pytest.mark.parametrize(
    ("completed", "sold", "counts"),
    [
        ("2026-10-14", "2025-06-02", True),
        ("2026-10-15", "2025-06-02", False),
        ("2026-11-01", "2026-11-02", True),
        ("2026-11-02", "2026-11-02", False),
        ("2026-11-02", "", True),
    ],
)
def test_a_global_allocation_is_complete_before_the_later_of_two_days(
    tmp_path: Path, completed: str, sold: str, *, counts: bool
) -> None:
    """That of the first sale since 2025 and the due date (Rev. Proc. 2024-28 s. 5.02(5)(b))."""
    settings = f"{GLOBAL}described = 2024-12-20\ncompleted = {completed}\n"
    rows = f"{sold}T12:00:00Z,b,sell,BTC,0.1,second,500,,\n" if sold else ""
    assert ("allocation-not-valid" in codes(case(tmp_path, settings, rows=rows))) is not counts


def test_there_is_nothing_to_allocate_between_account_pools(tmp_path: Path) -> None:
    allocation = "[[pools.allocation]]\nasset='BTC'\nkind='global'\ndescribed=2024-12-01\n"
    settings = f"{ACCOUNT}{allocation}rule='history'\n"
    assert codes(case(tmp_path, settings)) == {"allocation-not-valid"}


def test_an_order_that_changed_between_years_is_noted_as_allowed(tmp_path: Path) -> None:
    settings = f'{ACCOUNT}[account.b]\nkind = "wallet"\nlots = "hifo"\nlots_from = 2025-01-01\n'
    rows = "2025-06-02T12:00:00Z,b,sell,BTC,0.1,second,500,,\n"
    [problem] = case(tmp_path, settings, rows=rows).check().problems
    assert problem.code == "method-changed"
    assert "2024: FIFO; 2025: HIFO" in problem.message
    assert "1.1012-1(j)(4)" in problem.message


def test_an_order_that_the_law_no_longer_heeds_is_another_order(tmp_path: Path) -> None:
    settings = f'{ACCOUNT}[account.b]\nkind = "exchange"\nlots = "lifo"\n'
    rows = "".join(
        f"{year}-06-02T12:00:00Z,b,sell,BTC,0.1,s{year},500,,\n" for year in (2026, 2027)
    )
    of = case(tmp_path, settings, rows=rows, as_of="2027-12-31")
    [problem] = [each for each in of.check().problems if each.code == "method-changed"]
    assert "2024: LIFO; 2026: LIFO; 2027: FIFO" in problem.message


def test_a_list_is_read_by_each_owner_for_their_own_accounts(tmp_path: Path) -> None:
    spouse = '[account.c]\nowner = "spouse"\n[account.ira]\ntreatment = "roth-ira"\n'
    rows = "2023-01-02T12:00:00Z,c,buy,BTC,1,hers,300,,\n"
    listed = "account,lot,quantity\na,late,1\nb,early,0.5\nc,hers,1\n"
    (tmp_path / "alloc.csv").write_text(listed)
    of = case(tmp_path, UNIVERSAL + ALLOCATION + spouse, rows=rows)
    assert held(of) == [("a", "late", "1000"), ("b", "early", "50"), ("c", "hers", "300")]
    (tmp_path / "alloc.csv").write_text(listed + "ira,hers,1\n")
    with pytest.raises(SettingsError, match="row 4 names ira, which held no BTC"):
        case(tmp_path, UNIVERSAL + ALLOCATION + spouse, rows=rows).check()


def test_a_row_whose_names_came_late_is_not_explained_by_them(tmp_path: Path) -> None:
    rows = "2025-06-02T12:00:00Z,b,sell,BTC,0.1,second,500,late:0.1,2025-06-03T00:00:00Z\n"
    of = case(tmp_path, ACCOUNT, rows=rows)
    [tree] = of.explain("second")
    assert codes(of) == {"identified-late"}
    assert "named by the row" not in str(tree)
    assert "the next in b's order" in str(tree)


LEFT_OVER = (
    "2020-01-05,p,buy,ETH,1,e1,1000,,\n2021-01-05,q,buy,ETH,1,e2,10000,,\n"
    "2022-01-05,r,buy,ETH,1,e3,20000,,\n2022-02-05,r,buy,ETH,1,e4,60000,,\n"
    "2023-01-05,r,sell,ETH,2,es,80000,,\n"
)
"""Of one pool e1 and e2 were sold, out of r: e3 and e4 are left for p and q, in whichever order."""
ALIKE = LEFT_OVER.replace(",20000,", ",60000,").replace("2022-02-05", "2022-01-05")
FOR_ONE = LEFT_OVER.replace("2021-01-05,q", "2021-01-05,p")


@pytest.mark.parametrize(
    ("rows", "positions", "times"),
    [
        (LEFT_OVER, {}, 1),
        (ALIKE, {}, 0),
        (FOR_ONE, {}, 0),
        (LEFT_OVER, {"self_custody_pool": "one"}, 0),
    ],
)
def test_where_names_decided_who_has_which_lot_that_is_said(
    tmp_path: Path, rows: str, positions: dict[str, str], times: int
) -> None:
    """Not where both lots are alike, nor where one account, or one pool, has both."""
    wallets = '[account.p]\nkind = "wallet"\n[account.q]\nkind = "wallet"\n'
    case(tmp_path, UNIVERSAL + wallets, rows=rows)
    of = open_case([tmp_path], as_of="2026-11-22", positions=positions)
    told = [each for each in of.check().problems if each.code == "placed-by-name"]
    told = [each for each in told if "ETH" in each.message]
    assert len(told) == times
    assert all("which of p, q as 2025" in each.message for each in told)


def test_where_two_accounts_had_units_of_a_lot_and_one_can_have_them_that_is_said(
    tmp_path: Path,
) -> None:
    """Half of e1 is in each of p and q, and half was sold out of r: the other is p's, by name."""
    rows = (
        "2020-01-05,p,buy,ETH,2,e1,2000,,\n2021-01-05,r,buy,ETH,1,e2,10000,,\n"
        "2022-01-05,r,sell,ETH,1,es,80000,,\n"
    )
    case(tmp_path, UNIVERSAL, rows=rows)
    (tmp_path / "moved.csv").write_text(
        "time,account,kind,asset,quantity,id,to_account\n2020-02-05,p,transfer,ETH,1,m,q\n"
    )
    told = [
        each
        for each in open_case([tmp_path], as_of="2026-11-22").check().problems
        if each.code == "placed-by-name" and "ETH" in each.message
    ]
    assert len(told) == 1
    assert "which of p, q as 2025" in told[0].message


@pytest.mark.parametrize(("other", "times"), [("1", 1), ("2", 0)])
def test_so_it_is_where_an_allocation_by_cost_leaves_it_open(
    tmp_path: Path, other: str, times: int
) -> None:
    """The cheaper goes to who holds most: two with as much are told apart by their names alone."""
    rule = (
        '[[pools.allocation]]\nasset = "ETH"\nkind = "global"\ndescribed = 2024-12-20\n'
        'completed = 2025-01-03\nrule = "lowest-to-largest"\n'
    )
    rows = f"2023-03-01,p,buy,ETH,1,e1,2000,,\n2024-03-01,q,buy,ETH,{other},e2,6000,,\n"
    problems = case(tmp_path, UNIVERSAL + rule, rows=rows).check().problems
    assert [each.code for each in problems].count("placed-by-name") == times


@pytest.mark.parametrize(("told", "times"), [("2025-06-02", 1), ("2025-06-02T12:00:01Z", 0)])
def test_of_a_bare_day_it_is_said_that_it_was_read_as_noon(
    tmp_path: Path, told: str, times: int
) -> None:
    rows = f"2025-06-02T09:00:00Z,b,sell,BTC,0.1,second,500,late:0.1,{told}\n"
    [late] = [
        each
        for each in case(tmp_path, ACCOUNT, rows=rows).check().problems
        if each.code == "identified-late"
    ]
    assert late.message.count("read as noon") == times
    assert "or take `lots` out" in late.message


def test_lots_named_too_late_are_so_though_an_allocation_is_open(tmp_path: Path) -> None:
    """Told in time they point at no units before the allocation is complete: told late, never."""
    named = "2025-03-02T12:00:00Z,b,sell,BTC,0.1,second,500,late:0.1,2025-03-0{}T12:00:00Z\n"
    settings = f"{GLOBAL}described = 2024-12-20\n"
    for day, code in ((1, "allocation-not-complete"), (3, "identified-late")):
        said = codes(case(tmp_path, settings, rows=named.format(day)))
        assert said & {"allocation-not-complete", "identified-late"} == {code}
