"""A register file read, compared with what is stored, and put in. Called by network/register/actions/register.py, which
asks who may and opens the transaction."""
