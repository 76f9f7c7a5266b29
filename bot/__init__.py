"""A Telegram bot that answers readers' questions about releasing the quadratus lumborum (QL)."""
