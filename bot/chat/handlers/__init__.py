"""What each kind of update does: take chat and words out, call one deed."""
