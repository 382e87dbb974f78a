"""The outbox's times."""

from datetime import timedelta

from outbox.transitions.transitions import Rules

LEASE = timedelta(minutes=3)  # for how long one sender may hold one row
RULES = Rules()  # what the state table goes by
SERVER_TIMEOUT = 15  # seconds, for each step of the conversation with a mail or text service
REOPEN_AFTER = 1  # seconds after which a line that could not be opened is opened once more

# After the final dot a gateway may look through the whole mail before it answers: RFC 5321, 4.5.3.2.6 gives it ten
# minutes. Who hangs up earlier sends a copy. Two minutes and a half, since neighbours wait; less for what is urgent.
# The lease is made longer meanwhile.
FINAL_PATIENCE = 150  # seconds
FINAL_PATIENCE_URGENT = 60

# A service that is held is asked again with one message: soon, then every `Rules.probe_every`.
FIRST_PROBE_AFTER = timedelta(seconds=15)
ALIKE_WITHIN = timedelta(minutes=10)  # two people refused alike within this time: it is us
