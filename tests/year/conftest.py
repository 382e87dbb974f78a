"""The simulation is run by `make year`. It is no part of `make test` yet: not all that it claims is seen to be true."""

import os

collect_ignore = [] if os.environ.get("YEAR") else ["test_year.py"]
