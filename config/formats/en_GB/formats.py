# A day in figures, day first, as Django's own list has it; and in words, as people write it. YYYY-MM-DD is added by
# Django, and is what a browser's own calendar sends.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d"]
