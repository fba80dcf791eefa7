"""A launch that was signed and then changed is never called a plain Go."""

from pathlib import Path

from tests.running import gtm
from tests.workspaces import example

SIGNERS = {
    "defne": "executive-sponsor",
    "umut": "product-manager",
    "arash": "engineering-lead",
    "ebru": "support-manager",
}


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = gtm(folder, *words)
    return done.returncode, done.stdout.decode("utf-8")


def test_what_changed_after_the_signature_stands_in_the_verdict(tmp_path: Path) -> None:
    spark = example("spark", tmp_path)
    _, blank = run(spark, "gate", "use", "--digest")
    for person, role in SIGNERS.items():
        text = blank.replace("  by:", f"  by: {person}").replace("  as:", f"  as: {role}")
        (spark / f"launches/spark/decisions/use-go-{person}.yaml").write_text(text, "utf-8")
    code, said = run(spark, "status")
    assert (code, said.splitlines()[1].split("   ")[0]) == (0, "GO")
    launch = spark / "launches/spark/launch.yaml"
    launch.write_text(launch.read_text("utf-8").replace("2026-11-17", "2026-11-24"), "utf-8")
    _, said = run(spark, "status")
    assert said.splitlines()[1].startswith("GO, BUT CHANGED SINCE IT WAS SIGNED   Use is passed, but")
    assert "nothing else decides" not in said
    code, said = run(spark, "gate", "use")
    assert code == 1
    assert "the launch date" in said


def test_what_is_not_shown_is_counted_by_severity(tmp_path: Path) -> None:
    code, said = run(example("atlas", tmp_path), "check", "--min", "error")
    assert code == 0
    assert said.startswith("nothing to show in atlas; ")
    assert " warnings, " in said
    assert "not shown (--min advice)" in said
