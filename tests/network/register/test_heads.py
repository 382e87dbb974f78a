from network.register.files.heads import fold_name, marker

MARK = marker(b"a key of the tests")


def test_the_same_head_written_otherwise_gives_the_same_mark():
    assert fold_name(" Zoë ", "O’Example-Smith") == fold_name("Zoe", "O'EXAMPLE  SMITH")
    assert MARK("100001", "Zoë", "Example") == MARK("100001", "ZOE", "example ")


def test_another_head_school_or_key_gives_another_mark():
    marks = {
        MARK("100001", "Ann", "Example"),
        MARK("100001", "Anna", "Example"),
        MARK("100002", "Ann", "Example"),
        marker(b"another key")("100001", "Ann", "Example"),
    }
    assert len(marks) == 4


def test_the_mark_holds_no_name_and_nobody_has_none():
    assert len(MARK("100001", "Ann", "Example")) == 32
    assert "example" not in MARK("100001", "Ann", "Example").lower()
    assert MARK("100001", "", "") == ""
    assert MARK("100001", " ", "-") == ""
