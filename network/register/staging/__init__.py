"""Register files between reading and applying: poured into staging tables, compared with what is stored, put in.

Set by set, in SQL that PostgreSQL and SQLite both take: a row at a time would cost ten times as much
(bench/import_register.py). Called by network/register/actions/register.py, which asks who may and
opens the transaction.
"""
