"""What a title says, by whole words: each kind with its neighbours."""

import pytest

from inspections.terms.titles import Says, says

CLOSED = """
October half term|Half-term|Half‑term holiday|HALF TERM WEEK|Half Term (Autumn)|Half term – school closed
Christmas holidays|Holiday: Easter|Spring Bank Holiday|May Day Bank Hol|Christmas break|Mid-term break|Half term break
INSET day|INSET Day 1 of 5|Inset – closed to pupils|Sheffield: INSET day|Staff training day|Teacher Training Day
School closed|School Closed - polling day|School closed for polling day|Closed|School closure day|Autumn term: INSET day
Second half term break|Example Junior School half term
"""
BEGINS = """
Autumn term starts|First day back|First day of term|Start of Spring Term|Term 3 begins|Summer term opens|Back to school
Pupils return|Return to school after half term|Back after Christmas holiday|Start of half term 3|School reopens
First day of Autumn half term 2|Autumn 1 starts|Start of the new school year
Term begins – all pupils|Term starts: first day of term
"""
ENDS = """
Autumn term ends|Last day of term|End of Summer Term|School breaks up|Break up for Christmas|Break-up day|Break up
Schools break up for half term|Last day of school before Christmas|End of the academic year
Last day before half term|School closes for Christmas|Term 2 finishes|End of half term 1
Last day of term – break up at 2pm|Term ends 1.30pm
"""
NOTHING = """
Breakfast with Santa|Year 6 break-up party|Coffee break with the head|Break the rules day|Lunch break change|Outbreak
Football training KS2|Governor training|First aid training|Football training day|Training for parents|Potty-training
Holiday club booking opens|Holiday club|Holiday homework|Half term report|Half-term fair|Half term – homework due
INSET twilight|INSET day cancelled|Closed book exam|Office closed|Car park closed|School closed to visitors|Road closure
Disaggregated Day|Non-pupil day|In-service day, staff resume|PD day|Enclosed garden opening|Insetting|Week 1|Half
Start of term assembly|End of Term disco|Last day to order lunches|First day of Ramadan|First day back for staff
Staff return|Year 11 last day|First day for Year 7|New pupils start|School open day|School closes at 1.30pm
Half term begins|Half term ends|Christmas holiday begins|First day of half term|Before half term|Back at half term
Start of term (INSET day)|Last day of term - school closed|Term-time swimming|Term dates|
"""


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (said, title)
        for said, titles in (
            (Says.CLOSED, CLOSED),
            (Says.BEGINS, BEGINS),
            (Says.ENDS, ENDS),
            (Says.NOTHING, NOTHING),
        )
        for line in titles.strip().splitlines()
        for title in line.split("|")
    ],
)
def test_a_title_is_read_by_whole_words(said, title):
    assert says(title, 1) is said


@pytest.mark.parametrize(
    ("title", "days", "said"),
    [
        ("Autumn half term 1", 52, Says.TERM),
        ("Half Term 3", 40, Says.TERM),
        ("First half term", 45, Says.TERM),
        ("Half term", 40, Says.TERM),
        ("Spring 2", 35, Says.TERM),
        ("Term 4", 40, Says.TERM),
        ("Example Academy: Summer term 2027", 95, Says.TERM),
        ("Half term", 9, Says.CLOSED),
        ("Half term", 14, Says.CLOSED),
        ("Half term holiday", 16, Says.CLOSED),
        ("Half term 2", 5, Says.NOTHING),
        ("Term day (Week 1)", 1, Says.TERM_DAYS),
        ("Term 1 Week 3", 5, Says.TERM_DAYS),
        ("School day", 1, Says.TERM_DAYS),
        ("Term-time swimming", 40, Says.NOTHING),
        ("Summer reading challenge", 40, Says.NOTHING),
    ],
)
def test_how_long_it_lasts_tells_a_term_from_its_half_and_its_days(title, days, said):
    assert says(title, days) is said
