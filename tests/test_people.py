import pytest

from gtm.analysis.people import find, fold

NAMES = {
    "mina": "Mina Karaca",
    "isil": "Işıl İnci",
    "yasmin": "یاسمین کریمی",
    "mina-k": "Mina Kaya",
}


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("mina", ["mina"]),
        ("MINA KARACA", ["mina"]),
        ("karaca", ["mina"]),
        ("Işıl İnci", ["isil"]),
        ("IŞIL INCI", ["isil"]),
        ("isil inci", ["isil"]),
        ("ISIL", ["isil"]),
        ("ياسمين كريمي", ["yasmin"]),  # the same name with Arabic letters
        ("کریمی", ["yasmin"]),
        ("Kar", ["mina"]),
        ("min ka", ["mina", "mina-k"]),
        ("", []),
        ("?", []),
        ("nobody here", []),
    ],
)
def test_people_are_found_however_their_name_is_typed(wanted: str, ids: list[str]) -> None:
    assert find(NAMES, wanted) == ids


def test_folding_keeps_different_names_apart() -> None:
    assert fold("Kaya") != fold("Karaca")
    assert fold("نیلوفر") != fold("یاسمین")
