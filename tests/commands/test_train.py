from paletter.commands.main import main
from paletter.training import material


def test_without_the_material_it_says_where_to_train(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(material, "BEHAVIOURS", tmp_path / "nothing")

    assert main(["train", "--date", "2026-11-25", "--out", str(tmp_path)]) == 2
    assert "Train in a checkout" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["train", str(tmp_path / "ratings.csv"), "--date", "2026-11-25", "--out", str(tmp_path)]) == 2
    assert "ratings.csv" in capsys.readouterr().err
