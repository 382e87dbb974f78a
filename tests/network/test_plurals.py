from network.plurals import count


def test_one_is_one_and_none_is_many():
    said = [count(number, "working day") for number in (0, 1, 2, 14_000)]
    assert said == ["0 working days", "1 working day", "2 working days", "14,000 working days"]


def test_a_word_whose_many_is_its_own():
    assert [count(number, "person", "people") for number in (1, 2)] == ["1 person", "2 people"]
