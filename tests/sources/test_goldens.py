import pytest

from sources.golden_files import ALL, Golden, complete, read, same_events, told

pytestmark = pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.name)


def test_a_golden_file_gives_the_events_written_beside_it(golden: Golden) -> None:
    expected = golden.expected
    imported = read(golden.path)
    events = [complete(event, expected["account"]) for event in expected["events"]]
    same_events([told(event) for event in imported.events], events)


def test_every_row_of_a_golden_file_is_accounted_for(golden: Golden) -> None:
    expected = golden.expected
    (receipt,) = read(golden.path).receipts
    assert receipt.format == expected["format"]
    assert receipt.account == expected["account"]
    assert {
        "read": receipt.rows_read,
        "imported": receipt.rows_imported,
        "skipped": receipt.rows_skipped,
        "problem": receipt.rows_problem,
    } == expected["rows"]
    skipped = {str(each.row): each.reason.value for each in receipt.skipped}
    assert skipped == expected.get("skipped", {})


def test_the_problems_of_a_golden_file_are_those_written_beside_it(golden: Golden) -> None:
    imported = read(golden.path)
    found = [
        {"row": each.row, "code": each.code, "severity": each.severity.value}
        for each in imported.problems
    ]
    assert found == golden.expected.get("problems", [])
    for problem in imported.problems:
        assert golden.path.name not in problem.message
        assert problem.line == imported.receipts[0].line_of(problem.row or 0)
        assert problem.message.endswith(".")
        assert problem.file == golden.path.name
