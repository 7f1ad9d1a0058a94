from pathlib import Path

from formgen import resources


def test_a_checkout_uses_its_own_folders():
    top = Path(resources.__file__).parents[2]
    assert resources.resource("content") == top / "content"
    assert resources.resource("fonts", "x.ttf") == top / "fonts" / "x.ttf"


def test_an_installed_package_uses_what_it_carries(tmp_path, monkeypatch):
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(resources, "_INSTALLED", tmp_path / "_data")
    assert resources.resource("fonts", "x.ttf") == tmp_path / "_data" / "fonts" / "x.ttf"
