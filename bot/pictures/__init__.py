"""Pictures for readers who would rather look than read."""

from bot.pictures.gallery import WIDTH, Pictures, UnknownPictureError

__all__ = ["WIDTH", "Pictures", "UnknownPictureError"]
