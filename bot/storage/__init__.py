"""The database: what arrived, what is to be sent, what each chat is in the middle of."""
